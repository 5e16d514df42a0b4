/** What `findClient` asks, and what it makes of the answers. Over sockets. */
import { expect, test } from "vitest";
import { findClient, type FindClientInput, type FindClientResult } from "../../src/activities/clients.ts";
import { type Attendee, clientKey } from "../../src/appointments/appointment.ts";
import { createRowIds } from "../../src/appointments/ids.ts";
import { createDataverseClient } from "../../src/dataverse/client.ts";
import { annLee } from "../helpers/canonical.ts";
import { closeAfterTest } from "../helpers/fixtures.ts";
import { type Asked, batchAnswer, json, startStandIn, type Told } from "../helpers/stand-in.ts";

const ids = createRowIds("https://contoso.crm.dynamics.com", "acme");
const both: FindClientInput = { attendees: [annLee], staffEmails: ["dana.roy@acme.example"] };
const nobody = { value: [] };
const row = {
  firstname: "Ann",
  lastname: "Lee",
  emailaddress1: "ann.lee@example.com",
  statecode: 0,
  merged: false,
  _masterid_value: null,
  createdon: "2026-01-01T00:00:00Z",
};

async function finding(input: FindClientInput, answer: (asked: Asked) => Told) {
  const standIn = closeAfterTest(await startStandIn(answer));
  const { url, dispatcher } = standIn;
  const tokens = { get: async () => "token", renew: async () => "token" };
  const dataverse = createDataverseClient({ url, tokens, dispatcher });
  const found = await findClient(input, { dataverse, ids }).catch((error: unknown) => error);
  return { found, asked: standIn.asked };
}

/** One lead is found, and after it one row for each further look. */
function lookUp(lead: object, ...later: readonly object[]) {
  const rows = [...later];
  return finding({ attendees: [annLee], staffEmails: [] }, ({ body }) =>
    body.includes("emailaddress1%20eq")
      ? batchAnswer([200, nobody], [200, { value: [{ ...row, ...lead }] }])
      : batchAnswer([200, { value: rows.splice(0, 1) }]),
  );
}

/** Every query of the one request, by entity set, its options decoded. */
function queriesOf(asked: readonly Asked[]) {
  expect(asked).toHaveLength(1);
  const lines = [...(asked[0]?.body ?? "").matchAll(/^GET \S*\/v9\.2\/(\w+)\?(\S+) HTTP/gm)];
  return new Map(lines.map(([, set, options]) => [set, new URLSearchParams(options)]));
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

/** An appointment's row as Dynamics answers it. */
function appointmentRow(differences: object) {
  return {
    activityid: "a1",
    modifiedon: "2026-03-04T15:00:00Z",
    statecode: 3,
    _regardingobjectid_value: null,
    regardingobjectid_lead_appointment: null,
    regardingobjectid_contact_appointment: null,
    ...differences,
  };
}
const regards = (table: string, id: string, client?: object) => ({
  _regardingobjectid_value: id,
  "_regardingobjectid_value@Microsoft.Dynamics.CRM.lookuplogicalname": table,
  ...(client && { [`regardingobjectid_${table}_appointment`]: { ...row, ...client } }),
});

/** The appointment's rows are found; nobody else is. */
async function standingOf(rows: readonly object[], activityId?: string) {
  const standing = { appointmentId: "81234", client: clientKey(annLee), ...(activityId && { activityId }) };
  const { found, asked } = await finding({ attendees: [annLee], staffEmails: [], standing }, () =>
    batchAnswer([200, nobody], [200, nobody], [200, { value: rows }]),
  );
  const { standing: result, clients } = found as FindClientResult;
  return {
    standing: result,
    client: clients[clientKey(annLee)],
    query: queriesOf(asked).get("appointments"),
    asked,
  };
}

test("the appointment's row is looked for under every id that it can have, and told with what it is regarding", async () => {
  const { standing, client, query, asked } = await standingOf(
    [appointmentRow(regards("opportunity", "o1"))],
    "a7",
  );
  const wanted = ["a7", ...ids.activityIdsFor("81234")].map((id) => `activityid eq ${id}`).join(" or ");
  expect(query?.get("$filter")).toBe(wanted);
  expect(asked[0]?.body).toContain(
    'Prefer: odata.include-annotations="Microsoft.Dynamics.CRM.lookuplogicalname"',
  );
  expect(standing).toEqual({
    activityId: "a1",
    modifiedAt: "2026-03-04T15:00:00Z",
    isClosed: false,
    regarding: { table: "opportunity", id: "o1" },
  });
  expect(client).toBeNull();
  expect((await standingOf([])).standing).toBeNull();
  expect((await standingOf([appointmentRow({})])).standing).not.toHaveProperty("regarding");
});

test("the lead or contact that the row is regarding is the client's, after merges the one it has become", async () => {
  const onLead = appointmentRow(regards("lead", "l1", { leadid: "l1" }));
  const { standing, client } = await standingOf([onLead]);
  expect(standing).toMatchObject({ regarding: { table: "lead", id: "l1" } });
  expect(standing).not.toHaveProperty("replacedBy");
  expect(client).toMatchObject({ table: "lead", id: "l1", basis: "stands on it" });
  const qualified = { leadid: "l1", statecode: 1, _parentcontactid_value: "c1" };
  const contactLater = await finding(
    { attendees: [], staffEmails: [], standing: { appointmentId: "1", client: "client:1" } },
    ({ method }) =>
      method === "GET"
        ? json(200, { value: [{ ...row, contactid: "c1" }] })
        : batchAnswer([200, { value: [appointmentRow(regards("lead", "l1", qualified))] }]),
  );
  expect(contactLater.found).toMatchObject({
    standing: { regarding: { table: "lead", id: "l1" }, replacedBy: { table: "contact", id: "c1" } },
    clients: { "client:1": { table: "contact", id: "c1" } },
  });
});

test("of two rows, which an older version wrote, the one told before is taken, else an open one, else the last changed", async () => {
  const one = appointmentRow({ activityid: "a1", statecode: 2, modifiedon: "2026-03-04T15:00:00Z" });
  const two = appointmentRow({ activityid: "a2", statecode: 3, modifiedon: "2026-03-04T14:00:00Z" });
  const three = appointmentRow({ activityid: "a3", statecode: 1, modifiedon: "2026-03-04T16:00:00Z" });
  const idOf = async (rows: readonly object[], told?: string) =>
    (await standingOf(rows, told)).standing?.activityId;
  for (const rows of [
    [one, two, three],
    [three, two, one],
  ]) {
    expect(await idOf(rows, "a1")).toBe("a1");
    expect(await idOf(rows, "gone")).toBe("a2");
    expect(await idOf(rows)).toBe("a2");
    expect(await idOf(rows.filter((other) => other !== two))).toBe("a3");
  }
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
