/** The judge of the drills can tell right from wrong, and says what is wrong. */
import { describe, expect, test } from "vitest";
import { newState, type Outcome, type SyncAppointmentState } from "../../src/workflows/state.ts";
import { account, type WorkflowAccount } from "../../tools/drills/accounting.ts";
import { type Appointment, createBookings, type Delivery } from "../../tools/drills/bookings.ts";
import { expectedColumns, type Row } from "../../tools/drills/expected-row.ts";
import type { Invariant } from "../../tools/drills/invariant.ts";
import { judgeRows, type Rows } from "../../tools/drills/judge-rows.ts";
import { createRandom, everyOrder } from "../../tools/drills/random.ts";
import { verdictOf } from "../../tools/drills/report.ts";
import type { Ledger } from "../../tools/drills/sender.ts";

const now = new Date("2026-11-30T12:00:00Z");
const nothing: Rows = { appointments: [], leads: [], contacts: [] };

function openBookings() {
  return createBookings(createRandom(7), now);
}

function bookAndCancel(bookings = openBookings()): Appointment {
  const appointment = bookings.book();
  appointment.tell("appointment.created", now);
  appointment.tell("appointment.cancelled", now, { status: "Cancelled" });
  return appointment;
}

const lastOf = ({ deliveries }: Appointment) => deliveries.at(-1) as Delivery;

/** What Dynamics has of an appointment when all went well. */
function rightRows(appointment: Appointment): { readonly row: Row; readonly lead: Row } {
  const { client, staff, id } = appointment;
  const leadid = `lead-of-${client.id}`;
  return {
    lead: {
      leadid,
      emailaddress1: client.email,
      firstname: client.firstName,
      lastname: client.lastName,
    },
    row: {
      activityid: `row-of-${id}`,
      ...expectedColumns(lastOf(appointment)),
      ownerName: `${staff.firstName} ${staff.lastName}`,
      regardingTable: "lead",
      _regardingobjectid_value: leadid,
      parties: [{ participationtypemask: 5, id: leadid }],
    },
  };
}

const wrongIn = (invariants: readonly Invariant[]) => invariants.flatMap(({ wrong }) => wrong);

describe("the rows", () => {
  const appointment = bookAndCancel();
  const { row, lead } = rightRows(appointment);
  const judge = (appointments: readonly Row[], leads: readonly Row[], before: Rows = nothing) =>
    judgeRows({
      before,
      now: { appointments: [...before.appointments, ...appointments], leads, contacts: [] },
      appointments: [appointment],
    });

  test("are right when one row and one lead say what the last state says", () => {
    const invariants = judge([row], [lead]);
    expect(wrongIn(invariants)).toEqual([]);
    expect(verdictOf({ invariants })).toBe("PASS");
  });

  test.each<[what: string, rows: readonly Row[], leads: readonly Row[], words: RegExp]>([
    ["a lost row", [], [lead], /has 0 rows and should have one row/],
    ["a doubled row", [row, { ...row, activityid: "another" }], [lead], /has 2 rows and should have one row/],
    ["a doubled lead", [row], [lead, { ...lead, leadid: "another" }], /has 2 leads and should have one/],
    ["a lead that is not there", [row], [], /has 0 leads and should have one/],
    [
      "a wrong time",
      [{ ...row, scheduledstart: "2026-01-01T00:00:00Z" }],
      [lead],
      /scheduledstart is "2026-01-01/,
    ],
    ["a wrong state", [{ ...row, statecode: 3, statuscode: 5 }], [lead], /statecode is 3 and should be 2/],
    [
      "an older description",
      [{ ...row, description: `Drill ${appointment.id} change 1` }],
      [lead],
      /change 1/,
    ],
    [
      "a wrong owner",
      [{ ...row, ownerName: "Appointment sync" }],
      [lead],
      /belongs to Appointment sync and not to/,
    ],
    [
      "another's lead",
      [{ ...row, _regardingobjectid_value: "other" }],
      [lead],
      /not regarding a lead of its client/,
    ],
    ["a client who does not attend", [{ ...row, parties: [] }], [lead], /not among its attendees/],
    [
      "an orphan",
      [row, { activityid: "orphan", description: "who?" }],
      [lead],
      /row orphan belongs to no appointment/,
    ],
    [
      "an orphaned lead",
      [row],
      [lead, { leadid: "l2", emailaddress1: "x@y.example" }],
      /row l2 belongs to no/,
    ],
  ])("are wrong by %s", (_what, rows, leads, words) => {
    const invariants = judge(rows, leads);
    expect(wrongIn(invariants).join("\n")).toMatch(words);
    expect(verdictOf({ invariants })).toBe("FAIL");
  });

  test("are wrong when a row that was there before is gone or changed", () => {
    const old: Row = { activityid: "old", subject: "Call" };
    const before = { ...nothing, appointments: [old] };
    expect(wrongIn(judge([row], [lead], before))).toEqual([]);
    const gone = judgeRows({
      before,
      now: { appointments: [row, { ...old, subject: "Changed" }], leads: [lead], contacts: [] },
      appointments: [appointment],
    });
    expect(wrongIn(gone)).toEqual(["row old, which was there before the drill, was changed or is gone"]);
  });
});

test("the expected columns are those of the last state, times and state as they were told", () => {
  const appointment = bookAndCancel();
  const { start, end } = lastOf(appointment).data.attributes;
  expect(expectedColumns(lastOf(appointment))).toEqual({
    subject: "Mortgage advice",
    scheduledstart: start,
    scheduledend: end,
    location: "King Street, 1 King St W, Toronto",
    description: expect.stringMatching(new RegExp(`^Drill ${appointment.id} change 2\n`)),
    statecode: 2,
    statuscode: 4,
  });
});

describe("the accounting", () => {
  const appointmentId = "1";
  const ledgerOf = (again: Readonly<Record<string, number>>, more: Partial<Ledger> = {}): Ledger => ({
    taken: new Map(
      Object.entries(again).map(([eventId, times]) => [
        eventId,
        { eventId, appointmentId, at: 0, again: times },
      ]),
    ),
    ignored: new Set(),
    answers: new Map(),
    unsure: new Map(),
    refused: new Map(),
    ...more,
  });
  const stateOf = (
    outcomes: Readonly<Record<string, Outcome>>,
    more: Partial<SyncAppointmentState> = {},
  ): SyncAppointmentState => ({
    ...newState("acme", appointmentId),
    syncState: "InStep",
    events: Object.entries(outcomes).map(([eventId, outcome]) => ({
      eventId,
      type: "appointment.updated",
      receivedAt: "2026-11-30T12:00:00Z",
      outcome,
    })),
    ...more,
  });
  const workflow = (states: readonly SyncAppointmentState[], more: Partial<WorkflowAccount> = {}) => [
    { appointmentId, states, ...more },
  ];

  test("balances when every event has an outcome and every second delivery is known", () => {
    const ledger = ledgerOf({ a: 0, b: 2, c: 0 }, { ignored: new Set(["d"]) });
    const state = stateOf({ a: "contained", b: "applied", c: "stale" }, { duplicates: 2 });
    const { received, balance, again, againKnown, invariants } = account(ledger, workflow([state]));
    expect([received, again, againKnown]).toEqual([4, 2, 2]);
    expect(balance).toMatchObject({ applied: 1, contained: 1, stale: 1, ignored: 1, lost: 0, pending: 0 });
    expect(wrongIn(invariants)).toEqual([]);
  });

  test("counts an event once that a later run notes as stale, and its repetition as a second delivery", () => {
    const states = [stateOf({ a: "applied" }), stateOf({ a: "stale" })];
    const { balance, againKnown, invariants } = account(ledgerOf({ a: 1 }), workflow(states));
    expect([balance.applied, balance.stale, againKnown]).toEqual([1, 0, 1]);
    expect(wrongIn(invariants)).toEqual([]);
  });

  test("takes more second deliveries than were sent only where an answer was lost", () => {
    const one = workflow([stateOf({ a: "applied" }, { duplicates: 1 })]);
    expect(wrongIn(account(ledgerOf({ a: 0 }, { unsure: new Map([["1", 1]]) }), one).invariants)).toEqual([]);
    expect(wrongIn(account(ledgerOf({ a: 0 }), one).invariants)).toEqual([
      "appointment 1: 1 second deliveries are known, 0 were sent",
    ]);
  });

  test.each<[what: string, ledger: Ledger, workflows: readonly WorkflowAccount[], words: string]>([
    [
      "an event that no Workflow knows",
      ledgerOf({ a: 0, b: 0 }),
      workflow([stateOf({ a: "applied" })]),
      "event b was answered 202, and no Workflow knows of it",
    ],
    [
      "a Workflow that is not there",
      ledgerOf({ a: 0 }),
      [],
      "event a was answered 202, and no Workflow knows of it",
    ],
    [
      "an event that is not finished",
      ledgerOf({ a: 0 }),
      workflow([stateOf({ a: "pending" })]),
      "event a is not finished",
    ],
    [
      "a forgotten second delivery",
      ledgerOf({ a: 1 }),
      workflow([stateOf({ a: "applied" })]),
      "appointment 1: 0 second deliveries are known, 1 were sent",
    ],
    [
      "an event that was refused",
      ledgerOf({}, { refused: new Map([["a", "422"]]) }),
      [],
      "event a was never answered 202: 422",
    ],
    [
      "a Workflow that waits for a person",
      ledgerOf({ a: 0 }),
      workflow([stateOf({ a: "applied" }, { syncState: "NeedsAttention" })]),
      "appointment 1 is NeedsAttention",
    ],
    [
      "a Workflow that is still at work",
      ledgerOf({ a: 0 }),
      workflow([stateOf({ a: "applied" }, { syncState: "Syncing" })]),
      "appointment 1 is Syncing",
    ],
    [
      "a Workflow that does not answer",
      ledgerOf({ a: 0 }),
      workflow([], { unreadable: "no answer", signalled: new Set(["a"]) }),
      "appointment 1: its Workflow does not answer: no answer",
    ],
    [
      "a Signal that was no event",
      ledgerOf({ a: 0 }),
      workflow([stateOf({ a: "applied" }, { rejected: 1 })]),
      "appointment 1: 1 Signals were no event of it",
    ],
  ])("is wrong by %s", (_what, ledger, workflows, words) => {
    const { invariants } = account(ledger, workflows);
    expect(wrongIn(invariants)).toContain(words);
    expect(verdictOf({ invariants })).toBe("FAIL");
  });

  test("what is no longer listed is looked for in Temporal's history", () => {
    const found = workflow([stateOf({ b: "applied" })], { signalled: new Set(["a", "b"]) });
    const { balance, invariants } = account(ledgerOf({ a: 0, b: 0 }), found);
    expect([balance.unlisted, balance.applied, balance.lost]).toEqual([1, 1, 0]);
    expect(wrongIn(invariants)).toEqual([]);
  });
});

test("what could not be judged is no failure, what is wrong is one", () => {
  const one = { name: "soon", checked: 1 };
  expect(verdictOf({ invariants: [{ ...one, wrong: [], notJudged: "too busy" }] })).toBe("PASS");
  expect(verdictOf({ invariants: [{ ...one, wrong: ["late"] }] })).toBe("FAIL");
});

test("chance is the same for the same seed, and every order is there once", () => {
  const draw = (seed: number) => Array.from({ length: 5 }, () => createRandom(seed).integer(0, 1_000));
  expect(draw(3)).toEqual(draw(3));
  expect(new Set(everyOrder([1, 2, 3, 4]).map(String)).size).toBe(24);
});
