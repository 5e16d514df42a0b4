import { expect, test } from "vitest";
import { signedInAs } from "./signed-in-as.ts";
import { leadId, openSandbox, rowsOf, type SandboxClient } from "./sandbox-client.ts";

async function userNamed(caller: SandboxClient, lastName: string) {
  const [row] = rowsOf(await caller.get(`systemusers?$filter=lastname eq '${lastName}'`));
  return { id: String(row?.systemuserid), objectId: String(row?.azureactivedirectoryobjectid) };
}

test.each(["CallerObjectId", "MSCRMCallerID"])(
  "a row written with %s is the impersonated user's",
  async (header) => {
    await using caller = await openSandbox({ leastPrivilege: true });
    const dana = await userNamed(caller, "Roy");
    const admin = await signedInAs(caller, "administrator");
    const adminId = (await caller.get("WhoAmI", admin)).json.UserId;
    const headers = { ...admin, [header]: header === "CallerObjectId" ? dana.objectId : dana.id };
    expect((await caller.get("WhoAmI", headers)).json.UserId).toBe(dana.id);
    await caller.write("POST", "leads", { leadid: leadId, lastname: "Lee" }, headers);
    expect((await caller.get(`leads(${leadId})`)).json).toMatchObject({
      _createdby_value: dana.id,
      _createdonbehalfby_value: adminId,
      _modifiedonbehalfby_value: adminId,
      _ownerid_value: dana.id,
    });
    await caller.write("PATCH", `leads(${leadId})`, { firstname: "Ann" }, admin);
    expect((await caller.get(`leads(${leadId})`)).json).toMatchObject({
      _createdonbehalfby_value: adminId,
      _modifiedby_value: adminId,
      _modifiedonbehalfby_value: null,
    });
  },
);

test("to act for somebody takes a privilege, and gives none that either of the two lacks", async () => {
  await using caller = await openSandbox({ leastPrivilege: true });
  const dana = await userNamed(caller, "Roy");
  const asDana = { CallerObjectId: dana.objectId };
  await caller.control("POST", "privileges", { revoke: ["prvActOnBehalfOfAnotherUser"] });
  const refused = await caller.get("WhoAmI", asDana);
  expect([refused.status, refused.json]).toMatchObject([403, { error: { code: "0x80040220" } }]);
  expect(refused.text).toContain("is missing prvActOnBehalfOfAnotherUser privilege");

  await caller.control("POST", "privileges", { grant: ["prvActOnBehalfOfAnotherUser"] });
  expect((await caller.get("WhoAmI", asDana)).status).toBe(200);
  // Dana may, the application may not.
  const contact = await caller.write("POST", "contacts", { lastname: "Lee" }, asDana);
  expect([contact.status, contact.text]).toEqual([
    403,
    expect.stringContaining("is missing prvCreateContact"),
  ]);
  // The application may, Dana only with her own rows.
  await caller.write("POST", "leads", { leadid: leadId, lastname: "Lee" });
  const lead = await caller.write("PATCH", `leads(${leadId})`, { lastname: "Li" }, asDana);
  expect([lead.status, lead.text]).toEqual([403, expect.stringContaining("AccessRights: WriteAccess")]);
});

test("nobody can act for users who are unknown, disabled or no GUID", async () => {
  await using caller = await openSandbox({ leastPrivilege: true });
  const admin = await signedInAs(caller, "administrator");
  const unknown = "99999999-9999-4999-8999-999999999999";
  const oldHand = await userNamed(caller, "Hand");
  for (const [headers, status, code] of [
    [{ CallerObjectId: unknown }, 403, "0x80072560"],
    [{ MSCRMCallerID: unknown }, 404, "0x80040217"],
    [{ MSCRMCallerID: "dana" }, 400, "0x80040203"],
    [{ MSCRMCallerID: oldHand.id }, 403, "0x80040225"],
  ] as const) {
    const answer = await caller.get("WhoAmI", { ...admin, ...headers });
    expect([answer.status, answer.json]).toMatchObject([status, { error: { code } }]);
  }
});
