import { expect, test } from "vitest";
import {
  appointmentId,
  batchOf,
  changeSet,
  leadId,
  openSandbox,
  rowsOf,
  statusesIn,
  type SandboxClient,
} from "./sandbox-client.ts";

const path = `appointments(${appointmentId})`;

async function withAppointment() {
  const caller = await openSandbox();
  await caller.write("PATCH", `leads(${leadId})`, {
    subject: "x",
    firstname: "Ann",
    lastname: "Lee",
    emailaddress1: "ann.lee@example.com",
  });
  const created = await caller.write("PATCH", path, {
    subject: "Mortgage advice",
    scheduledstart: "2026-03-10T10:00:00-04:00",
    scheduledend: "2026-03-10T14:45:30.123Z",
    "regardingobjectid_lead_appointment@odata.bind": `/leads(${leadId})`,
  });
  if (created.status !== 204) throw new Error(created.text);
  return caller;
}

const patch = (caller: SandboxClient, body: unknown) =>
  caller.write("PATCH", path, body, { "if-match": "*" });
const read = async (caller: SandboxClient) => (await caller.get(path)).json;

async function parties(caller: SandboxClient) {
  const rows = rowsOf(
    await caller.get(`${path}/appointment_activity_parties?$orderby=participationtypemask`),
  );
  return rows.map((row) => [row.participationtypemask, row.partyidname, row.addressused]);
}

test("a new appointment is open and free, and the service fills in the rest", async () => {
  await using caller = await withAppointment();
  expect(await read(caller)).toMatchObject({
    statecode: 0,
    statuscode: 1,
    scheduledstart: "2026-03-10T14:00:00Z",
    scheduledend: "2026-03-10T14:45:30Z",
    scheduleddurationminutes: 46,
    prioritycode: 1,
    instancetypecode: 0,
    activitytypecode: "appointment",
    _regardingobjectid_value: leadId,
    _ownerid_value: (await caller.get("WhoAmI")).json.UserId,
  });
});

test("a state given at create is ignored, and its status reason is refused", async () => {
  await using caller = await openSandbox();
  expect((await caller.write("PATCH", path, { subject: "A", statecode: 3 })).status).toBe(204);
  expect(await read(caller)).toMatchObject({ statecode: 0, statuscode: 1 });
  const other = appointmentId.replaceAll("2", "4");
  const refused = await caller.write("PATCH", `appointments(${other})`, {
    subject: "A",
    statecode: 3,
    statuscode: 5,
  });
  expect([refused.status, refused.json]).toEqual([
    400,
    {
      error: {
        code: "0x80048408",
        message: `5 is not a valid status code for state code AppointmentState.Open on appointment with Id ${other}.`,
      },
    },
  ]);
  expect((await caller.get(`appointments(${other})`)).status).toBe(404);
});

test("a state takes its default reason, and only reasons of its own", async () => {
  await using caller = await withAppointment();
  for (const [statecode, statuscode] of [
    [3, 5],
    [0, 1],
    [1, 3],
    [2, 4],
  ]) {
    expect((await patch(caller, { statecode })).status).toBe(204);
    expect(await read(caller)).toMatchObject({ statecode, statuscode });
  }
  await patch(caller, { statecode: 3, statuscode: 6 });
  expect((await patch(caller, { subject: "Kept reason", statecode: 3 })).status).toBe(204);
  expect(await read(caller)).toMatchObject({ statecode: 3, statuscode: 6 });
  for (const body of [{ statecode: 1, statuscode: 5 }, { statuscode: 1 }]) {
    expect((await patch(caller, body)).json).toMatchObject({ error: { code: "0x80048408" } });
  }
  expect((await patch(caller, { statecode: 7 })).json).toMatchObject({ error: { code: "0x8004431a" } });
});

test("fields and state change together in one update of an open row", async () => {
  await using caller = await withAppointment();
  expect((await patch(caller, { subject: "Done", statecode: 1, statuscode: 3 })).status).toBe(204);
  expect(await read(caller)).toMatchObject({ subject: "Done", statecode: 1, statuscode: 3 });
});

test.each([1, 2])("a row closed as %i is read-only until the update carries a state", async (statecode) => {
  await using caller = await withAppointment();
  await patch(caller, { statecode });
  const list = { value: [{ addressused: "x@example.com", participationtypemask: 5 }] };
  for (const refused of [
    await patch(caller, { subject: "Late" }),
    await patch(caller, { statuscode: 1 }),
    await caller.write("PUT", `${path}/subject`, { value: "Late" }),
    await caller.write("PUT", `${path}/appointment_activity_parties`, list),
  ]) {
    expect([refused.status, refused.json]).toEqual([
      400,
      { error: { code: "0x80040230", message: "Cannot update Closed or Cancelled Activity" } },
    ]);
  }
  expect((await patch(caller, { statecode: 0, statuscode: 2 })).status).toBe(204);
  expect((await patch(caller, { subject: "Late" })).status).toBe(204);
  expect(await read(caller)).toMatchObject({ subject: "Late", statecode: 0, statuscode: 2 });
});

test("a closed row is reopened, changed and closed again in one change set", async () => {
  await using caller = await withAppointment();
  await patch(caller, { statecode: 2 });
  const answer = await caller.batch(
    batchOf(
      changeSet(
        { method: "PATCH", path, body: { statecode: 0, statuscode: 1 }, headers: { "If-Match": "*" } },
        { method: "PATCH", path, body: { subject: "Changed" } },
        { method: "PATCH", path, body: { statecode: 1, statuscode: 3 } },
      ),
    ),
  );
  expect([answer.status, statusesIn(answer)]).toEqual([200, [204, 204, 204]]);
  expect(await read(caller)).toMatchObject({ subject: "Changed", statecode: 1, statuscode: 3 });
});

test("the service makes the regarding and owner parties itself, and keeps them current", async () => {
  await using caller = await withAppointment();
  expect(await parties(caller)).toEqual([
    [8, "Ann Lee", "ann.lee@example.com"],
    [9, "# Appointment sync", null],
  ]);
  const [dana] = rowsOf(await caller.get("systemusers?$filter=lastname eq 'Roy'"));
  const [robert] = rowsOf(await caller.get("contacts?$filter=lastname eq 'Chen'"));
  await patch(caller, {
    "ownerid@odata.bind": `/systemusers(${String(dana?.systemuserid)})`,
    "regardingobjectid_contact@odata.bind": `contacts(${String(robert?.contactid)})`,
  });
  expect(await parties(caller)).toEqual([
    [8, "Robert Chen", "robert.chen@example.com"],
    [9, "Dana Roy", "dana.roy@acme.example"],
  ]);
  expect(await read(caller)).toMatchObject({
    _owninguser_value: dana?.systemuserid,
    _owningteam_value: null,
  });
});

test("a list of parties replaces the one before, by PATCH of the row and by PUT of the list", async () => {
  await using caller = await withAppointment();
  const [dana] = rowsOf(await caller.get("systemusers?$filter=lastname eq 'Roy'"));
  const organizer = {
    "partyid_systemuser@odata.bind": `/systemusers(${String(dana?.systemuserid)})`,
    participationtypemask: 7,
  };
  const client = { "partyid_lead@odata.bind": `/leads(${leadId})`, participationtypemask: 5 };
  const guest = { addressused: "guest@example.com", participationtypemask: 6 };
  expect((await patch(caller, { appointment_activity_parties: [organizer, client] })).status).toBe(204);
  expect((await parties(caller)).map(([mask]) => mask)).toEqual([5, 7, 8, 9]);
  await patch(caller, { subject: "Parties not mentioned" });
  expect((await parties(caller)).map(([mask]) => mask)).toEqual([5, 7, 8, 9]);
  await patch(caller, { appointment_activity_parties: [guest] });
  expect((await parties(caller))[0]).toEqual([6, null, "guest@example.com"]);
  expect((await parties(caller)).map(([mask]) => mask)).toEqual([6, 8, 9]);
  const put = await caller.write("PUT", `${path}/appointment_activity_parties`, { value: [client] });
  expect([put.status, (await parties(caller)).map(([mask]) => mask)]).toEqual([204, [5, 8, 9]]);
});

test("parties need a person or an address, and a part a caller may give", async () => {
  await using caller = await withAppointment();
  for (const [party, code] of [
    [{ participationtypemask: 5 }, "0x80043504"],
    [{ addressused: "x@example.com" }, "0x80040b06"],
    [{ addressused: "x@example.com", participationtypemask: 9 }, "0x80043506"],
  ]) {
    expect((await patch(caller, { appointment_activity_parties: [party] })).json).toMatchObject({
      error: { code },
    });
  }
  expect((await patch(caller, { requiredattendees: "x" })).json).toMatchObject({
    error: { code: "0x80048d19" },
  });
});

test("a regarding row that is deleted takes its appointments with it", async () => {
  await using caller = await withAppointment();
  await caller.control("POST", "privileges", { grant: ["prvDeleteLead"] });
  await caller.send("DELETE", `leads(${leadId})`);
  expect((await caller.get(path)).status).toBe(404);
  expect(rowsOf(await caller.get(`activityparties?$filter=_activityid_value eq ${appointmentId}`))).toEqual(
    [],
  );
});

test("a duration that does not fit start and end is refused", async () => {
  await using caller = await withAppointment();
  expect((await patch(caller, { scheduleddurationminutes: 45 })).json).toMatchObject({
    error: { code: "0x8004350a", message: "Activity duration does not match start/end time" },
  });
  expect((await patch(caller, { scheduleddurationminutes: 46 })).status).toBe(204);
});

test("leads start open, keep their reasons apart, and are read-only once they are closed", async () => {
  await using caller = await withAppointment();
  const lead = `leads(${leadId})`;
  expect((await caller.write("PATCH", lead, { statuscode: 3 })).json).toMatchObject({
    error: { code: "0x80048408", message: expect.stringContaining("LeadState.Open") },
  });
  expect((await caller.write("PATCH", lead, { statecode: 2 })).status).toBe(204);
  expect((await caller.get(lead)).json).toMatchObject({ statecode: 2, statuscode: 4 });
  const refused = await caller.write("PATCH", lead, { subject: "Late" });
  expect([refused.status, refused.json]).toMatchObject([400, { error: { code: "0x80040230" } }]);
  // An appointment may still regard it.
  expect((await patch(caller, { "regardingobjectid_lead@odata.bind": `/${lead}` })).status).toBe(204);
  expect((await caller.write("PATCH", lead, { statecode: 0 })).status).toBe(204);
});
