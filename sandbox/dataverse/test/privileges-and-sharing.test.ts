import { expect, test } from "vitest";
import { asRows, leadId, openSandbox, rowsOf, type SandboxClient } from "./sandbox-client.ts";

const namespace = "Microsoft.Dynamics.CRM";

async function withPeople() {
  const caller = await openSandbox({ leastPrivilege: true });
  await caller.control("POST", "privileges", {
    grant: [
      "prvReadRole",
      "prvWriteRole",
      "prvCreateRole",
      "prvAppendRole",
      "prvAppendToBusinessUnit",
      "prvShareLead",
    ],
  });
  const me = String((await caller.get("WhoAmI")).json.UserId);
  const [dana] = rowsOf(await caller.get("systemusers?$filter=lastname eq 'Roy'"));
  await caller.write("POST", "leads", { leadid: leadId, lastname: "Lee" });
  return { caller, me, dana: String(dana?.systemuserid) };
}

const privilegesIn = (json: Record<string, unknown>) =>
  asRows(json.RolePrivileges).map((one) => [one.PrivilegeName, one.Depth]);

async function rightsOf(caller: SandboxClient, user: string): Promise<unknown> {
  const path = `systemusers(${user})/${namespace}.RetrievePrincipalAccess(Target=@t)?@t={'@odata.id':'leads(${leadId})'}`;
  return (await caller.get(path)).json.AccessRights;
}

test("a privilege is answered with its depth, and not at all if it is lacking", async () => {
  const { caller, me } = await withPeople();
  await using _open = caller;
  const one = (name: string) =>
    caller.get(
      `systemusers(${me})/${namespace}.RetrieveUserPrivilegeByPrivilegeName(PrivilegeName='${name}')`,
    );
  expect((await one("prvCreateLead")).json).toEqual({
    "@odata.context": `${caller.sandbox.url}/api/data/v9.2/$metadata#${namespace}.RetrieveUserPrivilegeByPrivilegeNameResponse`,
    RolePrivileges: [
      {
        Depth: "Global",
        PrivilegeId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        BusinessUnitId: (await caller.get("WhoAmI")).json.BusinessUnitId,
        PrivilegeName: "prvCreateLead",
      },
    ],
  });
  await caller.control("POST", "privileges", { revoke: ["prvCreateLead"] });
  expect((await one("prvCreateLead")).json.RolePrivileges).toEqual([]);
  expect((await one("prvNoSuch")).json.RolePrivileges).toEqual([]);
});

test("several privileges, or all of them, are answered at once", async () => {
  const { caller, me } = await withPeople();
  await using _open = caller;
  const user = `systemusers(${me})/${namespace}`;
  const some = await caller.get(
    `${user}.RetrieveUserSetOfPrivilegesByNames(PrivilegeNames=@p)?@p=["prvReadLead","prvDeleteLead"]`,
  );
  expect(privilegesIn(some.json)).toEqual([["prvReadLead", "Global"]]);
  const all = privilegesIn((await caller.get(`${user}.RetrieveUserPrivileges()`)).json);
  expect(all).toEqual(
    expect.arrayContaining([
      ["prvReadLead", "Global"],
      ["prvAssignActivity", "Global"],
    ]),
  );
});

test("the privileges of a role are added, replaced and removed", async () => {
  const { caller, me } = await withPeople();
  await using _open = caller;
  const user = `systemusers(${me})/${namespace}`;
  const [known] = asRows(
    (await caller.get(`${user}.RetrieveUserPrivilegeByPrivilegeName(PrivilegeName='prvReadLead')`)).json
      .RolePrivileges,
  );
  const role = leadId.replaceAll("1", "e");
  const unit = String(known?.BusinessUnitId);
  const created = await caller.write("POST", "roles", {
    roleid: role,
    name: "Readers",
    "businessunitid@odata.bind": `/businessunits(${unit})`,
  });
  expect(created.text).toBe("");
  const change = (action: string, body: unknown) =>
    caller.write("POST", `roles(${role})/${namespace}.${action}`, body);
  const held = async () =>
    privilegesIn((await caller.get(`RetrieveRolePrivilegesRole(RoleId=${role})`)).json);
  expect((await change("AddPrivilegesRole", { Privileges: [{ ...known, Depth: "Local" }] })).status).toBe(
    204,
  );
  expect(await held()).toEqual([["prvReadLead", "Local"]]);
  expect((await change("ReplacePrivilegesRole", { Privileges: [{ ...known, Depth: "Deep" }] })).status).toBe(
    204,
  );
  expect(await held()).toEqual([["prvReadLead", "Deep"]]);
  expect((await change("RemovePrivilegeRole", { PrivilegeId: known?.PrivilegeId })).status).toBe(204);
  expect(await held()).toEqual([]);
  const wrong = await change("AddPrivilegesRole", { Privileges: [{ ...known, Depth: "Wide" }] });
  expect([wrong.status, wrong.json]).toMatchObject([400, { error: { code: "0x80048d19" } }]);
});

test("what a user may do with a row comes from roles and ownership", async () => {
  const { caller, me, dana } = await withPeople();
  await using _open = caller;
  expect(await rightsOf(caller, me)).toBe(
    "ReadAccess, WriteAccess, AppendAccess, AppendToAccess, CreateAccess, ShareAccess, AssignAccess",
  );
  const before = await rightsOf(caller, dana);
  expect(before).not.toContain("WriteAccess");
  await caller.write("PATCH", `leads(${leadId})`, { "ownerid@odata.bind": `/systemusers(${dana})` });
  expect(await rightsOf(caller, dana)).toContain("WriteAccess");
  const absent = `systemusers(${me})/${namespace}.RetrievePrincipalAccess(Target=@t)?@t={'@odata.id':'leads(${dana})'}`;
  expect((await caller.get(absent)).status).toBe(404);
});

test("a row is shared with a user, and taken back", async () => {
  const { caller, dana } = await withPeople();
  await using _open = caller;
  const Target = { leadid: leadId, "@odata.type": `${namespace}.lead` };
  const principal = { systemuserid: dana, "@odata.type": `${namespace}.systemuser` };
  const granted = await caller.write("POST", "GrantAccess", {
    Target,
    PrincipalAccess: { AccessMask: "ReadAccess,WriteAccess", Principal: principal },
  });
  expect(granted.text).toBe("");
  expect(await rightsOf(caller, dana)).toContain("WriteAccess");
  const shared = await caller.get(
    `RetrieveSharedPrincipalsAndAccess(Target=@t)?@t={'@odata.id':'leads(${leadId})'}`,
  );
  expect(shared.json.PrincipalAccesses).toMatchObject([
    { AccessMask: "ReadAccess, WriteAccess", Principal: { systemuserid: dana } },
  ]);
  expect((await caller.write("POST", "RevokeAccess", { Target, Revokee: principal })).status).toBe(204);
  expect(await rightsOf(caller, dana)).not.toContain("WriteAccess");
});

test("a row cannot be given to a user who is disabled", async () => {
  const { caller } = await withPeople();
  await using _open = caller;
  const [gone] = rowsOf(
    await caller.get("systemusers?$filter=internalemailaddress eq 'old.hand@acme.example'"),
  );
  const id = String(gone?.systemuserid);
  for (const answer of [
    await caller.write("PATCH", `leads(${leadId})`, { "ownerid@odata.bind": `/systemusers(${id})` }),
    await caller.write("POST", "leads", { lastname: "Roe", "ownerid@odata.bind": `/systemusers(${id})` }),
  ]) {
    expect([answer.status, answer.json]).toMatchObject([403, { error: { code: "0x80040225" } }]);
  }
});

test("a lookup is bound by an alternate key", async () => {
  const { caller, dana } = await withPeople();
  await using _open = caller;
  const user = (await caller.get(`systemusers(${dana})`)).json;
  const key = `azureactivedirectoryobjectid=${String(user.azureactivedirectoryobjectid)}`;
  const bound = await caller.write("PATCH", `leads(${leadId})`, {
    "ownerid@odata.bind": `/systemusers(${key})`,
  });
  expect(bound.text).toBe("");
  expect((await caller.get(`leads(${leadId})`)).json._ownerid_value).toBe(dana);
  const absent = await caller.write("PATCH", `leads(${leadId})`, {
    "ownerid@odata.bind": `/systemusers(azureactivedirectoryobjectid=${leadId})`,
  });
  expect([absent.status, absent.json]).toMatchObject([404, { error: { code: "0x80060891" } }]);
});
