/** What `findClient` asks, and what it makes of the answers. Over sockets. */
import { expect, test } from "vitest";
import type { FindClientInput, FindClientResult } from "../../src/activities/clients.ts";
import { type Attendee, clientKey } from "../../src/appointments/appointment.ts";
import { annLee } from "../helpers/canonical.ts";
import { type Asked, batchAnswer, json, type Told } from "../helpers/stand-in.ts";
import { finding, ids, nobody, queriesOf, row } from "./finding.ts";

const both: FindClientInput = { attendees: [annLee], staffEmails: ["dana.roy@acme.example"] };
/** One lead is found, and after it one row for each further look. */
function lookUp(lead: object, ...later: readonly object[]) {
  const rows = [...later];
  return finding({ attendees: [annLee], staffEmails: [] }, ({ body }) =>
    body.includes("emailaddress1%20eq")
      ? batchAnswer([200, nobody], [200, { value: [{ ...row, ...lead }] }])
      : batchAnswer([200, { value: rows.splice(0, 1) }]),
  );
}

/** Under the id that it has, and those that older versions gave it. */
const ownLeadOf = (attendee: Attendee) =>
  ids
    .leadIdsFor(attendee)
    .map((id) => `leadid eq ${id}`)
    .join(" or ");

const foundOf = ({ found }: { found: unknown }) => (found as FindClientResult).clients[clientKey(annLee)];

test("asks for contacts, leads and enabled users in one request; nobody is `null`, which was asked", async () => {
  const { found, asked } = await finding(both, () =>
    batchAnswer([200, nobody], [200, nobody], [200, nobody]),
  );
  expect(found).toEqual({ clients: { "client:5501": null }, users: { "dana.roy@acme.example": null } });
  const queries = queriesOf(asked);
  const ann = "emailaddress1 eq 'ann.lee@example.com' and firstname eq 'Ann' and lastname eq 'Lee'";
  expect(queries.get("contacts")?.get("$filter")).toBe(`(${ann})`);
  expect(queries.get("leads")?.get("$filter")).toBe(`(${ownLeadOf(annLee)}) or (${ann})`);
  expect(queries.get("systemusers")?.get("$filter")).toBe(
    "isdisabled eq false and ((internalemailaddress eq 'dana.roy@acme.example'))",
  );
});

test("the disabled stay out however many are asked for", async () => {
  const staffEmails = ["dana.roy@acme.example", "o'neil@acme.example"];
  const { asked } = await finding({ attendees: [], staffEmails }, () => batchAnswer([200, nobody]));
  expect(queriesOf(asked).get("systemusers")?.get("$filter")).toBe(
    "isdisabled eq false and ((internalemailaddress eq 'dana.roy@acme.example') or (internalemailaddress eq 'o''neil@acme.example'))",
  );
});

test("an only name is asked for as the last name, and what a client typed stays text", async () => {
  const { lastName: _lastName, ...cher } = { ...annLee, firstName: "x' or 1 eq 1 or firstname eq 'x" };
  const { asked } = await finding({ attendees: [cher], staffEmails: [] }, () =>
    batchAnswer([200, nobody], [200, nobody]),
  );
  expect(queriesOf(asked).get("contacts")?.get("$filter")).toBe(
    "(emailaddress1 eq 'ann.lee@example.com' and firstname eq null and lastname eq 'x'' or 1 eq 1 or firstname eq ''x')",
  );
});

test("who has no e-mail is only ever the lead we made", async () => {
  const { email: _email, ...silent } = annLee;
  const { asked } = await finding({ attendees: [silent], staffEmails: [] }, () => batchAnswer([200, nobody]));
  const queries = queriesOf(asked);
  expect([...queries.keys()]).toEqual(["leads"]);
  expect(queries.get("leads")?.get("$filter")).toBe(`(${ownLeadOf(silent)})`);
});

test("nobody to ask for costs no request", async () => {
  const { found, asked } = await finding({ attendees: [], staffEmails: [] }, () => "drop");
  expect(found).toEqual({ clients: {}, users: {} });
  expect(asked).toHaveLength(0);
});

test("an answer without a list of rows is an error, never `nobody`", async () => {
  for (const odd of [undefined, {}, { value: null }, { value: "none" }, []]) {
    for (const at of [0, 1, 2]) {
      const parts = [0, 1, 2].map((index) => [200, index === at ? odd : nobody] as const);
      expect((await finding(both, () => batchAnswer(...parts))).found).toBeInstanceOf(Error);
    }
  }
});

test.each<[string, Told]>([
  ["refused as a whole", json(503, {})],
  [
    "refused in one part",
    batchAnswer([200, nobody], [500, { error: { code: "0x80044151" } }], [200, nobody]),
  ],
  ["one answer short", batchAnswer([200, nobody], [200, nobody])],
  ["not a batch", json(200, nobody)],
  ["a cut line", "drop"],
])("a look-up that is %s is an error, never `nobody`", async (_what, told) => {
  expect((await finding(both, () => told)).found).toBeInstanceOf(Error);
});

test("only a qualified lead leads to its contact, and only a merged row to its master", async () => {
  const lead = (differences: object) => lookUp({ leadid: "1ead", ...differences });
  expect(foundOf(await lead({}))).toEqual({
    table: "lead",
    id: "1ead",
    basis: "email and name",
    candidates: 1,
  });
  const contact = { _parentcontactid_value: "c0" };
  expect(foundOf(await lead({ statecode: 1, ...contact }))).toMatchObject({ table: "contact", id: "c0" });
  // An open lead may have been made from a contact; it is still the one to use.
  expect(foundOf(await lead({ statecode: 0, ...contact }))).toMatchObject({ table: "lead", id: "1ead" });
  expect(foundOf(await lead({ statecode: 2, ...contact }))).toBeNull();
  const master = { _masterid_value: "0a57", statecode: 2 };
  expect(foundOf(await lead({ merged: true, ...master }))).toMatchObject({
    id: "0a57",
    basis: "merged into",
  });
  expect(foundOf(await lead({ merged: false, ...master }))).toBeNull();
});

test("what a row has become is followed to its end: merged twice, qualified and then merged", async () => {
  const moved = { leadid: "1ead", merged: true, _masterid_value: "0a57" };
  const again = { ...row, leadid: "0a57", merged: true, _masterid_value: "1a57" };
  const open = { ...row, leadid: "1a57" };
  expect(foundOf(await lookUp(moved, again, open))).toMatchObject({ id: "1a57", basis: "merged into" });

  const qualified = { leadid: "1ead", statecode: 1, _parentcontactid_value: "c0" };
  const contact = { ...row, contactid: "c0", merged: true, _masterid_value: "c1" };
  const end = await lookUp(qualified, contact, { ...row, contactid: "c1" });
  expect(foundOf(end)).toMatchObject({ table: "contact", id: "c1", basis: "merged into" });
  const later = end.asked
    .slice(1)
    .map(({ body }) => /^GET \S*\/(\w+)\?\S*(c\d)\) HTTP/m.exec(body)?.slice(1));
  expect(later).toEqual([
    ["contacts", "c0"],
    ["contacts", "c1"],
  ]);

  // Two that name each other, which Dynamics forbids, are no reason to ask for ever.
  const circle = Array.from({ length: 20 }, (_, hop) => ({
    ...row,
    leadid: `a${hop}`,
    merged: true,
    _masterid_value: `a${hop + 1}`,
  }));
  expect((await lookUp({ ...circle[0], leadid: "1ead" }, ...circle.slice(1))).asked).toHaveLength(6);
});

test("a user is found whatever the case and space of the address; each address has its own", async () => {
  const staffEmails = [" Dana.Roy@ACME.example", "marc@acme.example"];
  const users = [
    { systemuserid: "2", internalemailaddress: "MARC@acme.example" },
    { systemuserid: "1", internalemailaddress: "dana.roy@acme.example" },
    { systemuserid: "3", internalemailaddress: "dana.roy@acme.example" },
  ];
  const { found } = await finding({ attendees: [], staffEmails }, () => batchAnswer([200, { value: users }]));
  expect((found as FindClientResult).users).toEqual({
    "dana.roy@acme.example": "1",
    "marc@acme.example": "2",
  });
});

test("of several users with one address the enabled one that was made first is taken, and the same one each time", async () => {
  const staffEmails = ["dana.roy@acme.example"];
  const { asked } = await finding({ attendees: [], staffEmails }, () => batchAnswer([200, nobody]));
  expect(queriesOf(asked).get("systemusers")?.get("$orderby")).toBe("createdon asc,systemuserid asc");
});

test("a row that several questions find counts once, and thousands of guests are told apart", async () => {
  const guests = Array.from({ length: 2_500 }, (_, index) => ({
    id: `g${index}`,
    clientId: `g${index}`,
    firstName: "Guest",
    lastName: `No${index}`,
    email: "agency@example.com",
  }));
  const contacts = guests.map(({ firstName, lastName, email }, index) => ({
    ...row,
    contactid: `contact ${index}`,
    firstname: firstName,
    lastname: lastName,
    emailaddress1: email,
  }));
  const answers = ({ body }: Asked) =>
    batchAnswer(
      ...[...body.matchAll(/^GET \S*\/(contacts|leads)\?(\S*) HTTP/gm)].map(([, set, options = ""]) => {
        const asked = new Set(
          [...decodeURIComponent(options).matchAll(/'(No\d+)'/g)].map(([, name]) => name),
        );
        const mine = contacts.filter(({ lastname }) => set === "contacts" && asked.has(lastname));
        return [200, { value: [...mine, ...mine] }] as const;
      }),
    );
  const { found } = await finding({ attendees: guests, staffEmails: [] }, answers);
  const { clients } = found as FindClientResult;
  expect(Object.keys(clients)).toHaveLength(guests.length);
  for (const [index, guest] of guests.entries()) {
    expect(clients[clientKey(guest)]).toMatchObject({ id: `contact ${index}`, candidates: 1 });
  }
});
