import { expect, test } from "vitest";
import {
  batchOf,
  leadId,
  openSandbox,
  operation,
  rowsOf,
  statusesIn,
  type SandboxClient,
} from "./sandbox-client.ts";

const namespace = "Microsoft.Dynamics.CRM";

async function callerId(caller: SandboxClient): Promise<string> {
  return String((await caller.get("WhoAmI")).json.UserId);
}

test.each(["WhoAmI", "WhoAmI()"])("an unbound function is called as %s", async (path) => {
  await using caller = await openSandbox();
  const { status, json } = await caller.get(path);
  expect([status, json]).toEqual([
    200,
    {
      "@odata.context": `${caller.sandbox.url}/api/data/v9.2/$metadata#Microsoft.Dynamics.CRM.WhoAmIResponse`,
      BusinessUnitId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      UserId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      OrganizationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    },
  ]);
});

test.each([
  ["GET", "NoSuchFunction", 404, "0x8006088a"],
  ["GET", "whoami", 404, "0x8006088a"],
  ["GET", `${namespace}.WhoAmI`, 404, "0x8006088a"],
  ["GET", "QualifyLead", 404, "0x8006088a"],
  ["POST", "WhoAmI", 404, ""],
  ["GET", "Merge", 404, ""],
  ["GET", "WhoAmI(X=1)", 400, "0x80060888"],
  ["GET", "RetrieveTotalRecordCount", 400, "0x80060888"],
  ["GET", "RetrieveTotalRecordCount(EntityNames=5)", 400, "0x80060888"],
  ["GET", "RetrieveTotalRecordCount(EntityNames=[)", 400, "0x80060888"],
  ["GET", "RetrieveTotalRecordCount(EntityNames=['nope'])", 400, "0x80041102"],
  ["POST", `contacts(${leadId})/${namespace}.QualifyLead`, 404, "0x8006088a"],
  ["POST", `leads(${leadId})/${namespace}.QualifyLead`, 404, "0x80040217"],
  ["POST", "Merge", 400, "0x80048d19"],
])("%s %s is refused with %i %s", async (method, path, status, code) => {
  await using caller = await openSandbox();
  const body = path.includes("QualifyLead")
    ? { CreateAccount: false, CreateContact: false, CreateOpportunity: false, Status: 3 }
    : { Nonsense: 1 };
  const answer = method === "GET" ? await caller.get(path) : await caller.write(method, path, body);
  expect([answer.status, answer.json]).toMatchObject([status, { error: { code } }]);
});

test("arguments stand in the parentheses or behind aliases, as text, lists or JSON in either kind of quotes", async () => {
  await using caller = await openSandbox();
  const leads = rowsOf(await caller.get("leads?$select=leadid")).length;
  for (const path of [
    "RetrieveTotalRecordCount(EntityNames=['lead'])",
    'RetrieveTotalRecordCount(EntityNames=["lead"])',
    "RetrieveTotalRecordCount(EntityNames=@names)?@names=['lead']",
    `RetrieveTotalRecordCount(EntityNames=@p1)?@p1=${encodeURIComponent('[ "lead" ]')}`,
  ]) {
    expect((await caller.get(path)).json.EntityRecordCountCollection, path).toEqual({
      Count: 1,
      IsReadOnly: false,
      Keys: ["lead"],
      Values: [leads],
    });
  }
});

test("a function bound to a row needs its namespace", async () => {
  await using caller = await openSandbox();
  const user = `systemusers(${await callerId(caller)})`;
  const found = await caller.get(
    `${user}/${namespace}.RetrieveUserPrivilegeByPrivilegeName(PrivilegeName='prvCreateLead')`,
  );
  expect(found.json).toMatchObject({
    RolePrivileges: [{ Depth: "Global", PrivilegeName: "prvCreateLead" }],
  });
  const bare = await caller.get(`${user}/RetrieveUserPrivileges`);
  expect([bare.status, bare.json]).toEqual([
    400,
    { error: { code: "0x80060888", message: "Request message has unresolved parameters." } },
  ]);
});

test("operations run inside a batch, and an action that fails undoes its change set", async () => {
  await using caller = await openSandbox();
  const user = await callerId(caller);
  const answer = await caller.batch(
    batchOf(
      operation({ method: "GET", path: "WhoAmI()" }),
      operation({ method: "GET", path: `systemusers(${user})/${namespace}.RetrieveUserPrivileges` }),
      operation({
        method: "POST",
        path: `leads/${namespace}.CreateMultiple`,
        body: { Targets: [{ "@odata.type": `${namespace}.lead`, leadid: leadId, lastname: "Lee" }] },
      }),
    ),
  );
  expect([answer.status, statusesIn(answer)]).toEqual([200, [200, 200, 200]]);
  expect(answer.text).toContain(`"UserId":"${user}"`);
  expect((await caller.get(`leads(${leadId})`)).json).toMatchObject({ lastname: "Lee" });
});

test("the organisation names itself, and its version", async () => {
  await using caller = await openSandbox();
  expect((await caller.get("RetrieveVersion()")).json.Version).toMatch(/^9\.2\.\d+\.\d+$/);
  const { json } = await caller.get(
    `RetrieveCurrentOrganization(AccessType=@a)?@a=${namespace}.EndpointAccessType'Default'`,
  );
  expect(json.Detail).toMatchObject({
    OrganizationId: (await caller.get("WhoAmI")).json.OrganizationId,
    FriendlyName: "Acme Bank",
    Endpoints: { Values: expect.arrayContaining([`${caller.sandbox.url}/`]) },
  });
});

test("arguments nested too deeply are refused", async () => {
  await using caller = await openSandbox();
  const answer = await caller.get(`RetrieveTotalRecordCount(EntityNames=@p)?@p=${"[".repeat(9000)}`);
  expect([answer.status, answer.json]).toMatchObject([400, { error: { code: "0x80060888" } }]);
});
