import { expect, test } from "vitest";
import { idIn, openService } from "./service.ts";

test("unbound functions, without and with parameters", async () => {
  await using service = await openService();
  const who = await service.get("WhoAmI");
  expect(who.body).toMatchObject({
    "@odata.context": `${service.base}$metadata#Microsoft.Dynamics.CRM.WhoAmIResponse`,
    BusinessUnitId: expect.any(String),
    UserId: expect.any(String),
    OrganizationId: expect.any(String),
  });
  expect((await service.get("WhoAmI()")).body).toEqual(who.body);
  const organization = await service.get(
    "RetrieveCurrentOrganization(AccessType=@p1)?@p1=Microsoft.Dynamics.CRM.EndpointAccessType'Default'",
  );
  expect(organization.body).toMatchObject({
    Detail: {
      OrganizationId: who.body.OrganizationId,
      Endpoints: { Keys: expect.any(Array), Values: expect.any(Array) },
    },
  });
  const total = await service.get(`RetrieveTotalRecordCount(EntityNames=@p1)?@p1=["account","contact"]`);
  expect(total.body).toMatchObject({
    EntityRecordCountCollection: { Count: 2, Keys: ["account", "contact"] },
  });
});

test("bound functions", async () => {
  await using service = await openService();
  const me = String((await service.get("WhoAmI")).body.UserId);
  const lead = await service.create("leads", { lastname: "Accessible" });
  const access = await service.get(
    `systemusers(${me})/Microsoft.Dynamics.CRM.RetrievePrincipalAccess(Target=@tid)?@tid={"@odata.id":"leads(${idIn(lead)})"}`,
  );
  expect(String(access.body.AccessRights).split(", ")).toEqual(
    expect.arrayContaining(["ReadAccess", "WriteAccess"]),
  );
  const privileges = await service.get(`systemusers(${me})/Microsoft.Dynamics.CRM.RetrieveUserPrivileges`);
  expect(privileges.body.RolePrivileges).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        PrivilegeName: "prvReadLead",
        Depth: "Global",
        BusinessUnitId: expect.any(String),
      }),
    ]),
  );
});

test("a row is shared with another user, and no longer", async () => {
  await using service = await openService();
  const { rows } = await service.get("systemusers?$select=fullname&$filter=fullname eq 'Grace Kim'");
  const grace = { "@odata.type": "Microsoft.Dynamics.CRM.systemuser", ownerid: rows[0]?.systemuserid };
  const lead = await service.create("leads", { lastname: "Shared" });
  const target = { "@odata.type": "Microsoft.Dynamics.CRM.lead", leadid: idIn(lead) };
  const granted = await service.post("GrantAccess", {
    Target: target,
    PrincipalAccess: { AccessMask: "ReadAccess, WriteAccess", Principal: grace },
  });
  expect(granted.status).toBe(204);
  const shared = await service.get(
    `RetrieveSharedPrincipalsAndAccess(Target=@t)?@t={"@odata.id":"leads(${idIn(lead)})"}`,
  );
  expect(shared.body).toMatchObject({ PrincipalAccesses: [{ AccessMask: "ReadAccess, WriteAccess" }] });
  await service.post("RevokeAccess", { Target: target, Revokee: grace });
});

test("bound actions change a role, and a lead becomes a contact", async () => {
  await using service = await openService();
  const unit = String((await service.get("WhoAmI")).body.BusinessUnitId);
  const role = await service.create("roles", {
    name: "Test Role",
    "businessunitid@odata.bind": `businessunits(${unit})`,
  });
  const { rows } = await service.get(
    "privileges?$select=name&$filter=name eq 'prvCreateContact' or name eq 'prvReadContact'",
  );
  await service.post(`${role}/Microsoft.Dynamics.CRM.AddPrivilegesRole`, {
    Privileges: rows.map((row) => ({
      BusinessUnitId: unit,
      Depth: "Basic",
      PrivilegeId: row.privilegeid,
      PrivilegeName: row.name,
    })),
  });
  const held = await service.get(`${role}?$select=name&$expand=roleprivileges_association($select=name)`);
  expect(held.body.roleprivileges_association).toHaveLength(2);

  const lead = await service.create("leads", { firstname: "Quentin", lastname: "Qualified" });
  const qualified = await service.post(`${lead}/Microsoft.Dynamics.CRM.QualifyLead`, {
    CreateAccount: false,
    CreateContact: true,
    CreateOpportunity: false,
    Status: 3,
  });
  expect(qualified.rows).toMatchObject([
    { "@odata.type": "#Microsoft.Dynamics.CRM.contact", contactid: expect.any(String) },
  ]);
  const again = await service.send("POST", `${lead}/Microsoft.Dynamics.CRM.QualifyLead`, {
    CreateAccount: false,
    CreateContact: true,
    CreateOpportunity: false,
    Status: 3,
  });
  expect(again.status).toBe(400);
});

test("the wrong verb for a function is no resource", async () => {
  await using service = await openService();
  const answer = await service.send("POST", "WhoAmI", {});
  expect([answer.status, answer.body]).toEqual([
    404,
    {
      error: {
        code: "",
        message: `No HTTP resource was found that matches the request URI '${service.base}WhoAmI'.`,
      },
    },
  ]);
});

test("duplicates are detected on request", async () => {
  await using service = await openService();
  await service.create("leads", { lastname: "First", emailaddress1: "twice@example.com" });
  const answer = await service.send(
    "POST",
    "leads",
    { lastname: "Second", emailaddress1: "twice@example.com" },
    { "MSCRM.SuppressDuplicateDetection": "false" },
  );
  expect([answer.status, answer.body]).toMatchObject([412, { error: { code: "0x80040333" } }]);
  expect(
    (await service.post("leads", { lastname: "Second", emailaddress1: "twice@example.com" })).status,
  ).toBe(204);
});
