/** What a booking may say: exactly what the contract has, refused by its place and never repeated. Over HTTP. */
import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { type Answer, bearer, testWithPane } from "./pane.ts";

const test = testWithPane({ login: "password" }).extend<{
  /** Posts a body, as an object or as it is, under a key of its own or the one given. */
  book: (body: unknown, key?: string) => Promise<Answer>;
}>({
  book: ({ browser, token }, use) =>
    use((body, key = randomUUID()) =>
      browser.post("/pane/api/bookings", body, { ...bearer(token), "idempotency-key": key }),
    ),
});

const attendee = {
  firstName: "Ivy",
  lastName: "Stone",
  email: "ivy.stone@example.com",
  cellPhone: "+1 416 555 0199",
  language: "fr",
  notes: "Two\nlines",
  answers: [
    { questionId: "502", value: "Toronto" },
    { questionId: "503", value: ["a", "b"] },
  ],
};

/** Good in every way, but of a row that is not there: who gets as far as that has passed. */
const good = {
  row: { table: "lead", id: randomUUID() },
  service: "7",
  method: "at_location",
  location: "12",
  staff: null,
  language: "fr",
  start: "2028-02-29 10:00:00",
  timezone: "America/St_Johns",
  attendees: [attendee],
  notify: false,
};

test("a good body is looked at further", async ({ book }) => {
  expect((await book(good)).json.error.code).toBe("row_gone");
  const least = { firstName: "", email: null, cellPhone: null, notes: null, answers: [] };
  const body = {
    ...good,
    method: "phone_call",
    location: null,
    language: null,
    attendees: [{ ...attendee, ...least }],
  };
  expect((await book(body)).json.error.code).toBe("row_gone");
});

const many = (count: number, one: unknown) => Array.from({ length: count }, () => one);
const person = (changes: object) => ({ attendees: [{ ...attendee, ...changes }] });

const answer = (value: unknown) => person({ answers: [{ questionId: "1", value }] });

test.for<readonly [what: string, changes: object, place: string]>([
  ["no attendee", { attendees: [] }, "attendees"],
  ["eleven attendees", { attendees: many(11, attendee) }, "attendees"],
  ["an attendee without a name", person({ firstName: " ", lastName: "" }), "attendees.0.lastName"],
  ["a name over 100 letters", person({ lastName: "x".repeat(101) }), "attendees.0.lastName"],
  ["a first name over 100 letters", person({ firstName: "x".repeat(101) }), "attendees.0.firstName"],
  ["an e-mail over 254", person({ email: `${"x".repeat(250)}@a.ca` }), "attendees.0.email"],
  ["a phone number over 40", person({ cellPhone: "1".repeat(41) }), "attendees.0.cellPhone"],
  ["notes over 2000", person({ notes: "x".repeat(2_001) }), "attendees.0.notes"],
  ["an answer over 2000", answer("x".repeat(2_001)), "attendees.0.answers.0.value"],
  ["a choice over 200", answer(["x".repeat(201)]), "attendees.0.answers.0.value.0"],
  ["over 50 choices", answer(many(51, "x")), "attendees.0.answers.0.value"],
  ["an id over 64", { staff: "1".repeat(65) }, "staff"],
  ["a name of two lines", person({ lastName: "a\nb" }), "attendees.0.lastName"],
  ["a name that is a list", person({ lastName: ["a"] }), "attendees.0.lastName"],
  ["an e-mail that is none", person({ email: "ivy" }), "attendees.0.email"],
  ["an e-mail of two lines", person({ email: "ivy@example.com\nbcc: x@example.com" }), "attendees.0.email"],
  ["notes with a control character", person({ notes: "a\u0000b" }), "attendees.0.notes"],
  ["half a character", person({ lastName: "a\uD800b" }), "attendees.0.lastName"],
  ["notes with half a character", person({ notes: "\uDC00" }), "attendees.0.notes"],
  ["another language", person({ language: "de" }), "attendees.0.language"],
  ["a field nobody asked for", person({ isAdmin: true }), "attendees.0"],
  ["too many answers", person({ answers: many(51, { questionId: "1", value: "x" }) }), "attendees.0.answers"],
  [
    "an answer that is an object",
    person({ answers: [{ questionId: "1", value: {} }] }),
    "attendees.0.answers.0.value",
  ],
  ["an id that is a number", { service: 7 }, "service"],
  ["an id that is a path", { location: "../users" }, "location"],
  ["another table", { row: { table: "account", id: randomUUID() } }, "row.table"],
  ["a row id that is none", { row: { table: "lead", id: "x')/owner" } }, "row.id"],
  ["a day that is none", { start: "2027-02-29 10:00:00" }, "start"],
  ["a day that no system holds", { start: "9999-12-31 23:30:00" }, "start"],
  ["a day before there was Coconut", { start: "1999-12-31 23:30:00" }, "start"],
  ["a time with a zone", { start: "2028-02-29T10:00:00Z" }, "start"],
  ["a zone that is none", { timezone: "Mars/Olympus" }, "timezone"],
  ["no word on messages to clients", { notify: undefined }, "notify"],
  ["somebody else who books", { staffId: "32" }, ""],
])("%s is refused at its place", async ([, changes, place], { book }) => {
  const { status, json } = await book({ ...good, ...changes });
  expect([status, json.error.code]).toEqual([422, "invalid"]);
  expect(json.error.issues.map(({ path }: { path: string }) => path)).toEqual([place]);
  expect(JSON.stringify(json)).not.toMatch(/ivy|Stone|416/);
});

test("the key is a uuid", async ({ book }) => {
  for (const key of ["", "1", "not-a-uuid", `${randomUUID()}x`]) {
    const { status, json } = await book(good, key);
    expect([status, json.error.issues[0].path]).toEqual([422, "Idempotency-Key"]);
  }
});

test("ten people who all say as much as the page lets them are not too much", async ({ book }) => {
  const wordy = {
    ...attendee,
    notes: "é".repeat(2_000),
    answers: many(6, { questionId: "1", value: "é".repeat(1_000) }),
  };
  expect((await book({ ...good, attendees: many(10, wordy) })).status).not.toBe(413);
});

test("size, type and prototype are looked at before the rest", async ({ browser, token, book }) => {
  const text = JSON.stringify(good);
  for (const name of ["__proto__", "constructor", "prototype"]) {
    expect((await book(text.replace("{", `{"${name}":{"notify":true},`))).status).toBe(422);
  }
  expect((await book({ ...good, more: "x".repeat(300_000) })).status).toBe(413);
  expect((await book("[".repeat(30_000))).status).toBe(400);
  expect((await book(text.slice(1))).status).toBe(400);
  const plain = { ...bearer(token), "idempotency-key": randomUUID(), "content-type": "text/plain" };
  expect((await browser.post("/pane/api/bookings", text, plain)).status).toBe(415);
  expect((await browser.post("/pane/api/bookings", good, { "idempotency-key": randomUUID() })).status).toBe(
    401,
  );
});
