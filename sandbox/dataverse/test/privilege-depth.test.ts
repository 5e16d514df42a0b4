import { beforeEach, expect, test } from "vitest";
import { signedInAs } from "./signed-in-as.ts";
import { openSandbox, rowsOf, type SandboxClient } from "./sandbox-client.ts";
import type { Depth } from "../src/security/privilege-names.ts";

type DepthName = "Basic" | "Local" | "Deep" | "Global";

const unit = { west: "11111111-aaaa-4aaa-8aaa-aaaaaaaaaaaa", city: "22222222-aaaa-4aaa-8aaa-aaaaaaaaaaaa" };
const owners = ["Dana Roy", "Marc Tremblay", "Priya Nair", "Elena Petrova"] as const;

let admin: Record<string, string>;
let ids: Record<string, string>;
let caller: SandboxClient;

/** Dana and Marc in the west, Priya in a city of the west, Elena at the head office; a lead of each. */
beforeEach(async () => {
  caller = await openSandbox();
  admin = await signedInAs(caller, "administrator");
  const root = String((await caller.get("WhoAmI")).json.BusinessUnitId);
  await makeUnit(unit.west, "West", root);
  await makeUnit(unit.city, "City", unit.west);
  const users = rowsOf(await caller.get("systemusers"));
  ids = Object.fromEntries(users.map((row) => [String(row.fullname), String(row.systemuserid)]));
  await move("Dana Roy", unit.west);
  await move("Marc Tremblay", unit.west);
  await move("Priya Nair", unit.city);
  for (const owner of owners) {
    await succeed("POST", "leads", {
      lastname: "Depth",
      firstname: owner,
      "ownerid@odata.bind": `/systemusers(${ids[owner]})`,
    });
  }
  return () => caller.sandbox[Symbol.asyncDispose]();
});

const makeUnit = (id: string, name: string, parent: string) =>
  succeed("POST", "businessunits", {
    businessunitid: id,
    name,
    "parentbusinessunitid@odata.bind": `/businessunits(${parent})`,
  });

const move = (name: string, to: string) =>
  succeed("PATCH", `systemusers(${ids[name]})`, { "businessunitid@odata.bind": `/businessunits(${to})` });

async function succeed(method: string, path: string, body: object): Promise<void> {
  const answer = await caller.write(method, path, body, admin);
  if (answer.status !== 204) throw new Error(`${answer.status} ${answer.text}`);
}

const asDana = () => ({ ...admin, MSCRMCallerID: ids["Dana Roy"] ?? "" });

async function give(depth: DepthName, ...privileges: string[]): Promise<void> {
  const names = ["prvReadLead", "prvWriteLead", "prvAssignLead", "prvDeleteLead", "prvCreateLead"];
  await caller.control("POST", "privileges", { user: "Dana Roy", revoke: names });
  const grant = (privileges.length > 0 ? privileges : names).map((name) => ({ name, depth }));
  await caller.control("POST", "privileges", { user: "Dana Roy", grant });
}

test.each<[DepthName, readonly string[]]>([
  ["Basic", ["Dana Roy"]],
  ["Local", ["Dana Roy", "Marc Tremblay"]],
  ["Deep", ["Dana Roy", "Marc Tremblay", "Priya Nair"]],
  ["Global", owners],
])("%s reaches the leads of %j and no others, in lists and one by one", async (depth, reached) => {
  await give(depth);
  const listed = rowsOf(await caller.get("leads?$filter=lastname eq 'Depth'", asDana()));
  expect(listed.map((row) => row.firstname).toSorted()).toEqual(reached.toSorted());
  expect((await caller.get("leads/$count?$filter=lastname eq 'Depth'", asDana())).text).toBe(
    String(reached.length),
  );
  for (const lead of rowsOf(await caller.get("leads?$filter=lastname eq 'Depth'"))) {
    const isReached = reached.includes(String(lead.firstname));
    const address = `leads(${String(lead.leadid)})`;
    const answers = [
      await caller.get(address, asDana()),
      await caller.write("PATCH", address, { jobtitle: "x" }, asDana()),
      await caller.send("DELETE", address, undefined, asDana()),
    ];
    expect(answers.map((answer) => answer.status)).toEqual(isReached ? [200, 204, 204] : [403, 403, 403]);
    if (isReached) continue;
    expect(answers[0]?.json).toMatchObject({ error: { code: "0x80048306" } });
    for (const [index, right] of ["Read", "Write", "Delete"].entries())
      expect(answers[index]?.text).toMatch(
        new RegExp(
          `SecLib::AccessCheckEx failed. Returned hr = -2147187962, ObjectID: ${String(lead.leadid)}, OwnerId: ${String(lead._ownerid_value)}, .*AccessRights: ${right}Access`,
        ),
      );
  }
});

test("who may create only own rows cannot create one for somebody else", async () => {
  await give("Basic");
  const own = await caller.write("POST", "leads", { lastname: "Own" }, asDana());
  expect(own.status).toBe(204);
  await give("Basic", "prvCreateLead", "prvReadLead");
  await caller.control("POST", "privileges", {
    user: "Dana Roy",
    grant: [{ name: "prvAssignLead", depth: "Global" }],
  });
  const others = await caller.write(
    "POST",
    "leads",
    { lastname: "Other", "ownerid@odata.bind": `/systemusers(${ids["Priya Nair"]})` },
    asDana(),
  );
  expect([others.status, others.text]).toEqual([403, expect.stringContaining("AccessRights: CreateAccess")]);
});

test("what a team owns is there for its members, as far as the team's roles reach", async () => {
  await give("Basic");
  const team = "33333333-aaaa-4aaa-8aaa-aaaaaaaaaaaa";
  await succeed("POST", "teams", {
    teamid: team,
    name: "Depth",
    "businessunitid@odata.bind": `/businessunits(${unit.city})`,
  });
  const [role] = rowsOf(await caller.get("roles?$filter=name eq 'Salesperson'", admin));
  const link = (path: string, to: string) =>
    succeed("POST", `teams(${team})/${path}/$ref`, {
      "@odata.id": `${caller.sandbox.url}/api/data/v9.2/${to}`,
    });
  await link("teamroles_association", `roles(${String(role?.roleid)})`);
  await succeed("POST", "leads", {
    lastname: "Depth",
    firstname: "The team's",
    "ownerid@odata.bind": `/teams(${team})`,
  });
  const seen = async () =>
    rowsOf(await caller.get("leads?$filter=lastname eq 'Depth'", asDana())).map((row) => row.firstname);
  expect(await seen()).toEqual(["Dana Roy"]);
  await link("teammembership_association", `systemusers(${ids["Dana Roy"]})`);
  expect((await seen()).toSorted()).toEqual(["Dana Roy", "The team's"]);
  // The team has the same role. It reads what its own business unit owns, and Dana what hers does.
  await give("Local");
  expect((await seen()).toSorted()).toEqual(["Dana Roy", "Marc Tremblay", "Priya Nair", "The team's"]);
});

test("depths are numbers as the service keeps them", async () => {
  const [privilege] = rowsOf(await caller.get("privileges?$filter=name eq 'prvReadLead'", admin));
  const [role] = rowsOf(await caller.get("roles?$filter=name eq 'Salesperson'", admin));
  const rows = rowsOf(
    await caller.get(
      `roleprivilegescollection?$filter=roleid eq ${String(role?.roleid)} and privilegeid eq ${String(privilege?.privilegeid)}`,
      admin,
    ),
  );
  const local: Depth = 2;
  expect(rows.map((row) => row.privilegedepthmask)).toEqual([local]);
});

test("a row out of reach is neither put into a collection nor taken out of it", async () => {
  await give("Basic");
  const [contact] = rowsOf(await caller.get("contacts?$select=contactid&$top=1"));
  const leads = rowsOf(await caller.get("leads?$filter=lastname eq 'Depth'&$select=firstname"));
  const addressOf = (owner: string) =>
    `leads(${String(leads.find((row) => row.firstname === owner)?.leadid)})`;
  const links = `contacts(${String(contact?.contactid)})/lead_parent_contact/$ref`;
  const link = (owner: string, headers: Record<string, string>) =>
    caller.write("POST", links, { "@odata.id": addressOf(owner) }, headers);
  expect((await link("Dana Roy", asDana())).status).toBe(204);
  expect((await link("Elena Petrova", asDana())).json).toMatchObject({ error: { code: "0x80048306" } });
  expect((await link("Elena Petrova", admin)).status).toBe(204);
  const removed = await caller.send(
    "DELETE",
    `${links}?$id=${addressOf("Elena Petrova")}`,
    undefined,
    asDana(),
  );
  expect(removed.json).toMatchObject({ error: { code: "0x80048306" } });
});
