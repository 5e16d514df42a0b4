/** What `saveAppointment` sends, in which form, and which other form an answer makes it try. Over sockets. */
import { expect, test } from "vitest";
import { createWhoAmI } from "../../src/dataverse/who-am-i.ts";
import {
  saveAppointment,
  type SaveAppointmentInput,
  type SavedAppointment,
} from "../../src/activities/appointments.ts";
import { MappingError } from "../../src/activities/failures.ts";
import { createRowIds } from "../../src/appointments/ids.ts";
import { defaultMapping, type Mapping } from "../../src/appointments/mapping.ts";
import { createDataverseClient } from "../../src/dataverse/client.ts";
import { DataverseError } from "../../src/dataverse/errors.ts";
import { canonicalAppointment } from "../helpers/canonical.ts";
import { closeAfterTest } from "../helpers/fixtures.ts";
import { type Asked, batchAnswer, json, startStandIn, type Told, written } from "../helpers/stand-in.ts";

const ids = createRowIds("https://contoso.crm.dynamics.com", "acme");
const input: SaveAppointmentInput = {
  appointment: canonicalAppointment(),
  regarding: { table: "lead", id: "1ead", basis: "created", candidates: 0 },
  clients: {},
  users: { "dana.roy@acme.example": "da7a" },
  standing: null,
};
const done = written;
const closedRow = json(400, {
  error: { code: "0x80040230", message: "Cannot update Closed or Cancelled Activity" },
});
const noRow = json(404, { error: { code: "0x80040217", message: "appointment Does Not Exist" } });

/** Saves before a Dataverse that answers so, one after the other, and then as every request wants it. */
async function save(
  differences: Partial<SaveAppointmentInput> = {},
  answers: readonly Told[] = [],
  mapping: Mapping = defaultMapping,
) {
  const standIn = closeAfterTest(await startStandIn((asked, count) => answers[count - 1] ?? asWanted(asked)));
  const { url, dispatcher } = standIn;
  const tokens = { get: async () => "token", renew: async () => "token" };
  const dataverse = createDataverseClient({ url, tokens, dispatcher });
  const whoAmI = createWhoAmI(dataverse);
  const saving = saveAppointment({ ...input, ...differences }, { dataverse, ids, mapping, whoAmI });
  return { saved: await saving.catch((error: unknown) => error), asked: standIn.asked };
}

function asWanted(asked: Asked): Told {
  if (asked.path.endsWith("/WhoAmI")) return json(200, { UserId: "5E1F" });
  return isBatch(asked) ? allDone(asked) : done;
}

const isBatch = ({ path }: Asked) => path.endsWith("$batch");
const operationsIn = ({ body }: Asked) => body.match(/^(?:PATCH|POST) .*appointments.*$/gm) ?? [];
const allDone = (asked: Asked) => batchAnswer(...operationsIn(asked).map(() => [204] as const));
const isWithParties = ({ body }: Asked) => body.includes('"appointment_activity_parties"');

/** The answer to "where does the row stand?". */
const standsOn = (table: string, id: string) =>
  batchAnswer(
    [
      200,
      {
        value: [
          {
            activityid: "0a9b",
            statecode: 3,
            _regardingobjectid_value: id,
            "_regardingobjectid_value@Microsoft.Dynamics.CRM.lookuplogicalname": table,
          },
        ],
      },
    ],
    [200, { value: [] }],
  );

/** As the last save left it. */
async function remembered(differences: Partial<SaveAppointmentInput> = {}): Promise<SavedAppointment> {
  return (await save(differences)).saved as SavedAppointment;
}

test("a row we know nothing of is written whole in one change set: made or changed, then given its state", async () => {
  const { saved: first, asked } = await save();
  expect(first).toMatchObject({ how: "written", statecode: 3, statuscode: 5 });
  expect(asked).toHaveLength(1);
  const body = asked[0]?.body ?? "";
  expect(operationsIn(asked[0] as Asked)).toHaveLength(2);
  expect(body).toMatch(/Content-Type: multipart\/mixed; boundary=changeset/);
  // An upsert: neither only a creation nor only a change.
  expect(body).not.toMatch(/If-(?:None-)?Match/);
  expect(body).toContain('"regardingobjectid_lead_appointment@odata.bind":"/leads(1ead)"');
  expect(body).toContain('"ownerid@odata.bind":"/systemusers(da7a)"');
  const [all = "", state = ""] = body.split("PATCH ").slice(1);
  expect(all).not.toContain("statecode");
  expect(state).toContain('{"statecode":3,"statuscode":5}');
});

test("a row we know is changed in one request that never makes one, without the parties that stand", async () => {
  const previous = await remembered();
  const { saved: second, asked } = await save({ previous });
  expect(second).toMatchObject({ how: "updated", activityId: previous.activityId });
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({
    method: "PATCH",
    path: `/api/data/v9.2/appointments(${previous.activityId})`,
  });
  expect(asked[0]?.headers["if-match"]).toBe("*");
  expect(isWithParties(asked[0] as Asked)).toBe(false);
  expect(JSON.parse(asked[0]?.body ?? "")).toMatchObject({ subject: "Mortgage advice", statecode: 3 });
});

test("parties are sent again when somebody else takes part", async () => {
  const previous = await remembered();
  const regarding = { ...input.regarding, id: "07be" };
  const appointment = canonicalAppointment({ attendees: [{ id: "9002", clientId: "5502" }] });
  const { saved: second, asked } = await save({ appointment, previous, regarding }, [
    standsOn("lead", "1ead"),
  ]);
  expect(isWithParties(asked[1] as Asked)).toBe(true);
  expect(asked[1]?.body).toContain('"regardingobjectid_lead_appointment@odata.bind":"/leads(07be)"');
  expect((second as SavedAppointment).partiesFingerprint).not.toBe(previous.partiesFingerprint);
});

test("a row that was closed by us is opened, changed and given its state in one change set", async () => {
  const completed = canonicalAppointment({ status: "completed" });
  const previous = await remembered({ appointment: completed });
  expect(previous).toMatchObject({ statecode: 1 });
  const { saved: second, asked } = await save({ previous });
  expect(second).toMatchObject({ how: "reopened", statecode: 3 });
  expect(asked).toHaveLength(1);
  const [open = "", , state = ""] = (asked[0]?.body ?? "").split("PATCH ").slice(1);
  expect(open).toContain('{"statecode":0,"statuscode":1}');
  // Only what is there can be opened.
  expect(open).toContain("If-Match: *");
  expect(state).toContain('{"statecode":3,"statuscode":5}');
});

test.each([
  ["never written by this run", undefined],
  ["known to be open", "open"],
])("a row %s that turns out closed is reopened", async (_what, known) => {
  const previous = known && (await remembered());
  const { saved: second, asked } = await save({ ...(previous && { previous }) }, [closedRow]);
  expect(second).toMatchObject({ how: "reopened" });
  expect(asked).toHaveLength(2);
});

test("a row that was deleted is written again, with its parties", async () => {
  for (const status of ["confirmed", "completed"] as const) {
    const previous = await remembered({ appointment: canonicalAppointment({ status }) });
    const { saved: second, asked } = await save({ previous }, [noRow]);
    expect(second).toMatchObject({ how: "written" });
    expect(asked).toHaveLength(2);
    expect(isWithParties(asked[1] as Asked)).toBe(true);
  }
});

test("a row that changes under our hands is followed, and not for ever", async () => {
  const previous = await remembered();
  const { saved: third, asked } = await save({ previous }, [noRow, closedRow]);
  expect(third).toMatchObject({ how: "reopened" });
  expect(asked).toHaveLength(3);
  const ever = await save({ previous }, [noRow, closedRow, noRow, closedRow, noRow]);
  expect(ever.saved).toBeInstanceOf(DataverseError);
  expect(ever.asked).toHaveLength(3);
  const stuck = await save({ previous }, [closedRow, closedRow, closedRow]);
  expect(stuck.saved).toBeInstanceOf(DataverseError);
  expect(stuck.asked).toHaveLength(2);
});

test("a client's row that is gone is not mistaken for the appointment's", async () => {
  const { saved: error, asked } = await save({}, [noRow]);
  expect(error).toMatchObject({ facts: { status: 404 } });
  expect(asked).toHaveLength(1);
});

test.each([400, 401, 403, 412, 429, 500, 503])(
  "a %s is told, not answered with another form",
  async (status) => {
    const previous = await remembered();
    const refusal = json(status, { error: { code: "0x1", message: "words" } });
    const { saved: error, asked } = await save({ previous }, [refusal, refusal]);
    expect(error).toMatchObject({ facts: { status } });
    expect(asked).toHaveLength(status === 401 ? 2 : 1);
  },
);

test("nobody to own it: the fallback does, and without one the row stays with the application user", async () => {
  const team = { table: "team", id: "7ea3" } as const;
  const users = { "dana.roy@acme.example": null };
  const fallen = await save({ users }, [], { ...defaultMapping, fallbackOwner: team });
  expect(fallen.asked[0]?.body).toContain('"ownerid@odata.bind":"/teams(7ea3)"');
  expect((fallen.saved as SavedAppointment).owner).toEqual({
    owner: team,
    reason: "no enabled user has the staff e-mail; fallback team",
  });
  const left = await save({ users });
  expect((left.saved as SavedAppointment).owner).toEqual({
    reason: "no enabled user has the staff e-mail; left to the application user",
  });
  expect(left.asked.map(({ path }) => path.replace(/.*\//, ""))).toEqual(["WhoAmI", "$batch"]);
  expect(left.asked[1]?.body).toContain('"ownerid@odata.bind":"/systemusers(5e1f)"');
  const owned = await save({}, [], { ...defaultMapping, fallbackOwner: team });
  expect(owned.asked[0]?.body).toContain('"ownerid@odata.bind":"/systemusers(da7a)"');
});

test("a row that loses its staff gets the owner that a new row would have", async () => {
  const previous = await remembered();
  const nobody = canonicalAppointment({ staff: [] });
  const { asked } = await save({ appointment: nobody, previous });
  expect(JSON.parse(asked[1]?.body ?? "")).toMatchObject({ "ownerid@odata.bind": "/systemusers(5e1f)" });
  const team = { table: "team", id: "7ea3" } as const;
  const fallen = await save({ appointment: nobody, previous }, [], {
    ...defaultMapping,
    fallbackOwner: team,
  });
  expect(JSON.parse(fallen.asked[0]?.body ?? "")).toMatchObject({ "ownerid@odata.bind": "/teams(7ea3)" });
});

test("what a new row would get, a changed one gets: every column, the owner, the parties, the state", async () => {
  const everything = canonicalAppointment({ notes: "Bring papers" });
  const previous = await remembered({ appointment: everything });
  const bare = canonicalAppointment({ staff: [], attendees: [], services: [] });
  const { notes: _notes, location: _location, bookedThrough: _bookedThrough, ...appointment } = bare;
  const membersOf = (bodies: readonly object[]) => Object.assign({}, ...bodies) as object;
  const bodiesIn = ({ asked }: { asked: readonly Asked[] }) =>
    (asked.at(-1)?.body.match(/^\{.*\}$/gm) ?? []).map((body) => JSON.parse(body) as object);
  const fresh = membersOf(bodiesIn(await save({ appointment })));
  expect(fresh).toMatchObject({
    description: expect.any(String),
    location: null,
    appointment_activity_parties: [],
  });
  const { "regardingobjectid_lead_appointment@odata.bind": _regarding, ...expected } = fresh as Record<
    string,
    unknown
  >;
  expect(membersOf(bodiesIn(await save({ appointment, previous })))).toEqual(expected);
  const standing = { activityId: "0a9b", modifiedAt: "2026-03-04T15:00:00Z", isClosed: false };
  expect(membersOf(bodiesIn(await save({ appointment, standing })))).toEqual(expected);
});

test.each([
  ["open", false, "updated"],
  ["closed", true, "reopened"],
])(
  "a row that was found %s is changed in the form for it, under its id, and stays where it stands",
  async (_what, isClosed, how) => {
    const regarding = { table: "opportunity", id: "099" };
    const standing = { activityId: "0a9b", modifiedAt: "2026-03-04T15:00:00Z", isClosed, regarding };
    const { saved: row, asked } = await save({ standing });
    expect(row).toMatchObject({ how, activityId: "0a9b" });
    expect(asked).toHaveLength(1);
    expect(asked[0]?.body).not.toContain("regardingobjectid");
    // Deleted meanwhile: then it is made anew, on the client's row.
    const anew = await save({ standing }, [noRow]);
    expect(anew.saved).toMatchObject({ how: "written", activityId: "0a9b" });
    expect(anew.asked[1]?.body).toContain('"regardingobjectid_lead_appointment@odata.bind":"/leads(1ead)"');
  },
);

test("a status that nobody mapped is written by nobody", async () => {
  const appointment = canonicalAppointment({ status: "unknown", rawStatus: "Daydreaming" });
  const { saved: error, asked } = await save({ appointment });
  expect(error).toBeInstanceOf(MappingError);
  expect((error as MappingError).message).toContain("Daydreaming");
  expect(asked).toHaveLength(0);
});

test("an appointment that all have cancelled is cancelled, and still its first client's", async () => {
  const attendees = input.appointment.attendees.map((one) => ({ ...one, status: "cancelled" as const }));
  const { saved: row, asked } = await save({ appointment: { ...input.appointment, attendees } });
  expect(row).toMatchObject({ statecode: 2, statuscode: 4 });
  expect(asked[0]?.body).toContain("/leads(1ead)");
});

test("a status that was unknown when it was delivered is read by the mapping of now", async () => {
  const appointment = canonicalAppointment({ status: "unknown", rawStatus: "Day-Dreaming" });
  const mapping: Mapping = { ...defaultMapping, statusWords: { daydreaming: "completed" } };
  const { saved, asked } = await save({ appointment }, [], mapping);
  expect(saved).toMatchObject({ statecode: 1, statuscode: 3 });
  expect(asked[0]?.body).toContain("Coconut status: Completed");
});
