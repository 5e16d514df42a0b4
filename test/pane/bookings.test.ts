/** Booking from a row: whose row it is, what is booked, and how it comes to Dynamics. The whole product, over HTTP. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bearer, type Browser, marc as marcTremblay, type Pane, startPane } from "./pane.ts";

let pane: Pane;
let browser: Browser;
let token: string;
let lead: string;
/** As many free times as there are tests that book. */
let starts: string[];

beforeAll(async () => {
  pane = await startPane({ login: "password", withWorkers: true });
  browser = pane.browser();
  token = await browser.logIn();
  const leads = await pane.service.dynamics.rows("leads");
  lead = String(leads.find(({ statecode }) => statecode === 0)?.["leadid"]);
  const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
  const query = `service=7&method=at_location&location=12&staff=31&timezone=America/Toronto&from=${day(2)}&to=${day(30)}`;
  const { json } = await browser.get(`/pane/api/times?${query}`, bearer(token));
  starts = json.times.map(({ start }: { start: string }) => start);
});
afterAll(() => pane[Symbol.asyncDispose]());

const attendee = {
  firstName: "Ivy",
  lastName: "Stone",
  email: "ivy.stone@example.com",
  cellPhone: null,
  language: "en",
  notes: null,
  answers: [],
};

/** One after another a day apart at least, so that no two are in each other's way. */
function wanted(changes: object = {}) {
  const start = starts[0] ?? "";
  starts = starts.filter((one) => one.slice(0, 10) !== start.slice(0, 10));
  return {
    row: { table: "lead", id: lead },
    service: "7",
    method: "at_location",
    location: "12",
    staff: "31",
    language: null,
    start,
    timezone: "America/Toronto",
    attendees: [attendee],
    notify: false,
    ...changes,
  };
}

const book = (body: unknown, key: string = randomUUID(), as = token) =>
  browser.post("/pane/api/bookings", body, { ...bearer(as), "idempotency-key": key });

/** What Dana Roy may do in Dynamics. */
const changePrivileges = (change: object) =>
  fetch(`${pane.service.dynamics.sandbox.url}/sandbox/privileges`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ user: "Dana Roy", ...change }),
  });

/** Asks as often as the pane does: a session may not ask much more. */
async function untilInStep(appointmentId: string) {
  const progress = async () => (await browser.get(`/pane/api/bookings/${appointmentId}`, bearer(token))).json;
  await expect.poll(progress, { interval: 1_000, timeout: 50_000 }).toMatchObject({ state: "in_step" });
  return progress();
}

/** How many Coconut has, and Dynamics: the same number, once all are in step. */
async function countBooked(): Promise<readonly [number, number]> {
  const answer = await fetch(`${pane.service.coconut.url}/sandbox/appointments`);
  const { data } = (await answer.json()) as { readonly data: readonly unknown[] };
  return [data.length, (await pane.service.dynamics.newAppointments()).length];
}

test("a booking stands on the row it was made from, and its progress is this session's to ask", async () => {
  const body = wanted();
  const answer = await book(body);
  expect(answer.json).toMatchObject({ start: body.start, timezone: "America/Toronto", staff: "Dana Roy" });
  expect(answer.status).toBe(201);
  const { appointmentId } = answer.json;

  const progress = await untilInStep(appointmentId);
  expect(progress).toEqual({ state: "in_step", activityId: expect.stringMatching(/^[\da-f-]{36}$/) });
  const rows = await pane.service.dynamics.newAppointments();
  const row = rows.find(({ activityid }) => activityid === progress.activityId);
  expect(row).toMatchObject({ _regardingobjectid_value: lead });

  const others = await pane.browser().logIn(marcTremblay);
  for (const [path, as] of [
    [appointmentId, others],
    ["1", token],
    ["%2e%2e", token],
  ] as const) {
    expect((await browser.get(`/pane/api/bookings/${path}`, bearer(as))).status).toBe(404);
  }
});

test("the same key books once, and never another thing", async () => {
  const [body, key] = [wanted(), randomUUID()];
  const [first, second] = await Promise.all([book(body, key), book(body, key.toUpperCase())]);
  expect([first.status, second.status]).toEqual([201, 201]);
  expect(second.json).toEqual(first.json);
  const other = await book({ ...body, notify: true }, key);
  expect([other.status, other.json.error.code]).toEqual([422, "key_reused"]);
  const taken = await book(body);
  expect([taken.status, taken.json.error.code]).toEqual([409, "slot_taken"]);
});

test("another banker's key is nobody else's: it neither tells of that booking nor stands for it", async () => {
  const [body, key] = [wanted(), randomUUID()];
  const first = await book(body, key);
  expect(first.status).toBe(201);
  const marc = await pane.browser().logIn(marcTremblay);
  const same = await book(body, key, marc);
  expect([same.status, same.json.error.code]).toEqual([409, "slot_taken"]);
  const { status } = await browser.get(`/pane/api/bookings/${first.json.appointmentId}`, bearer(marc));
  expect(status).toBe(404);
});

test.each([
  ["is disabled in Dynamics after the login", { isdisabled: true }, { isdisabled: false }],
  // Dynamics itself takes the two for equal.
  [
    "has an address in Dynamics that only looks the same",
    { internalemailaddress: marcTremblay.replace("a", "á") },
    { internalemailaddress: marcTremblay },
  ],
])("a banker who %s books from no further row", async (_, change, back) => {
  const { dynamics } = pane.service;
  const users = await dynamics.rows("systemusers");
  const user = users.find(({ internalemailaddress }) => internalemailaddress === marcTremblay);
  const patch = (columns: object) =>
    dynamics.patchRow("systemusers", String(user?.["systemuserid"]), columns);
  const marc = await pane.browser().logIn(marcTremblay);
  const [, row] = (await dynamics.rows("contacts")).toReversed();
  const access = () => browser.get(`/pane/api/rows/contact/${String(row?.["contactid"])}`, bearer(marc));
  await dynamics.privileges({ grant: ["prvWriteUser"] });
  await patch(change);
  const refused = await access();
  await patch(back);
  await dynamics.privileges({ revoke: ["prvWriteUser"] });
  expect([refused.status, refused.json.error.code]).toEqual([403, "not_in_dynamics"]);
  expect((await access()).status).toBe(204);
});

test("what was booked is told again when its row has gone from sight since, and nothing else is", async () => {
  const [body, key] = [wanted(), randomUUID()];
  const first = await book(body, key);
  expect(first.status).toBe(201);
  // Another session remembers no row.
  const later = await pane.browser().logIn();
  await changePrivileges({ revoke: ["prvReadLead"] });
  const again = await book(body, key, later);
  const other = await book(wanted(), randomUUID(), later);
  await changePrivileges({ grant: [{ name: "prvReadLead", depth: "Local" }] });
  expect([again.status, again.json]).toEqual([201, first.json]);
  expect([other.status, other.json.error.code]).toEqual([403, "row_not_yours"]);
});

test("HTML in every field of a client is text, all the way", async () => {
  const evil = `<img src=x onerror="alert(1)">'"&`;
  const body = wanted({
    attendees: [
      {
        ...attendee,
        firstName: evil,
        lastName: evil,
        notes: evil,
        answers: [{ questionId: "502", value: evil }],
      },
    ],
  });
  const answer = await book(body);
  expect(answer.status).toBe(201);
  expect(answer.headers.get("content-type")).toContain("application/json");
  await untilInStep(answer.json.appointmentId);
});

test("a row that the banker may not see in Dynamics, or that is gone, is not booked from", async () => {
  const [row] = (await pane.service.dynamics.rows("leads")).filter(({ leadid }) => leadid !== lead);
  // What other tests booked may still be on its way into Dynamics.
  await expect.poll(countBooked, { timeout: 50_000 }).toSatisfy(([there, here]) => there === here);
  const before = await countBooked();
  await changePrivileges({ revoke: ["prvReadLead"] });
  const refused = await book(wanted({ row: { table: "lead", id: row?.["leadid"] } }));
  const asked = await browser.get(`/pane/api/rows/lead/${String(row?.["leadid"])}`, bearer(token));
  await changePrivileges({ grant: [{ name: "prvReadLead", depth: "Local" }] });
  expect([refused.status, refused.json.error.code]).toEqual([403, "row_not_yours"]);
  expect([asked.status, asked.json.error.code]).toEqual([403, "row_not_yours"]);
  expect((await browser.get(`/pane/api/rows/lead/${lead}`, bearer(token))).status).toBe(204);
  expect((await browser.get("/pane/api/rows/lead/x", bearer(token))).status).toBe(422);
  expect((await browser.get(`/pane/api/rows/lead/${lead}`)).status).toBe(401);

  const gone = await book(wanted({ row: { table: "contact", id: randomUUID() } }));
  expect([gone.status, gone.json.error.code]).toEqual([404, "row_gone"]);

  // Lena works at the branch, and Dynamics has no user of her address.
  const lena = await pane.browser().logIn("lena.fox@acme.example");
  const unknown = await book(wanted(), randomUUID(), lena);
  expect([unknown.status, unknown.json.error.code]).toEqual([403, "not_in_dynamics"]);
  expect(unknown.json.error.message).toContain("no single enabled user");
  expect(await countBooked()).toEqual(before);
});

test("an application that may not act for others is our lack, not the banker's", async () => {
  const { dynamics } = pane.service;
  const [row] = (await dynamics.rows("contacts")).slice(-1);
  await dynamics.privileges({ revoke: ["prvActOnBehalfOfAnotherUser"] });
  const refused = await book(wanted({ row: { table: "contact", id: row?.["contactid"] } }));
  await dynamics.privileges({ grant: ["prvActOnBehalfOfAnotherUser"] });
  expect([refused.status, refused.json.error.code]).toEqual([503, "dynamics_unavailable"]);
});

test("bookings have a limit of their own", async () => {
  const marc = await pane.browser().logIn(marcTremblay);
  const statuses = [];
  for (let tries = 0; tries < 21; tries += 1) statuses.push((await book({}, randomUUID(), marc)).status);
  expect(statuses.slice(0, 20)).toEqual(statuses.slice(0, 20).fill(422));
  expect(statuses[20]).toBe(429);
  expect((await browser.get("/pane/api/services", bearer(marc))).status).toBe(200);
});
