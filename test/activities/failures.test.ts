/** Every row of the failure table: what Temporal retries, what a person must decide, and what that person reads. */
import { readFile } from "node:fs/promises";
import { ApplicationFailure, CancelledFailure } from "@temporalio/common";
import { describe, expect, test } from "vitest";
import type { FailureType } from "../../src/activities/failure-table.ts";
import { LeadClaimError, MappingError, toApplicationFailure } from "../../src/activities/failures.ts";
import { DataverseError, type DataverseErrorFacts } from "../../src/dataverse/errors.ts";
import { annLee } from "../helpers/canonical.ts";

const words = "Canary words of ann.lee@example.com";

const intention = "save the appointment";

const usual = { intention, count: 1, isAlone: false, isHeldBack: false, people: [annLee] };

/** Of the attempt that is the `count`th to fail so. */
function failureOf(error: unknown, count = 1, more: Partial<typeof usual> = {}): ApplicationFailure {
  const failure = toApplicationFailure(error, { ...usual, count, ...more });
  if (!(failure instanceof ApplicationFailure)) throw new Error("not an ApplicationFailure");
  return failure;
}

function refused(
  facts: Partial<DataverseErrorFacts>,
  count = 1,
  more: Partial<typeof usual> = {},
): ApplicationFailure {
  const operation = "PATCH appointments";
  const error = new DataverseError({ kind: "refused", operation, dataverseMessage: words, ...facts });
  return failureOf(error, count, more);
}

const always = (type: FailureType) => ({ type, first: false, tenth: false });
const never = (type: FailureType) => ({ type, first: true, tenth: true });
const few = { type: "DynamicsUnexpected", first: false, tenth: true };

/** `says`: what the person who reads it is to do. */
const byCode: readonly [
  Readonly<{ type: string; first: boolean; tenth: boolean }>,
  status: number,
  codes: readonly string[],
  says: RegExp,
][] = [
  [
    always("DynamicsThrottled"),
    429,
    ["0x80072322", "0x80072321", "0x80072326", "0x8005f103", "0x80048544"],
    /Nothing to do: it is tried again\.$/,
  ],
  [
    always("DynamicsUnavailable"),
    400,
    [
      "0x8004a001",
      "0x80044150",
      "0x80044151",
      "0x80044339",
      "0x80072323",
      "0x80072324",
      "0x80071151",
      "0x80071154",
      "0x80040237",
      "0x80060882",
    ],
    /Nothing to do: it is tried again\.$/,
  ],
  [
    always("DynamicsUnavailable"),
    403,
    ["0x8004a104", "0x8004a113"],
    /administration mode: see the admin centre/,
  ],
  [never("DynamicsDuplicate"), 412, ["0x80060892"], /merge or delete one of them/],
  [few, 500, ["0x80040216", "0x80040224"], /Microsoft's support/],
  [few, 500, ["0x80081111", "0x80044171", "0x80044172", "0x80044173"], /plug-in .* takes too long/],
  [
    never("DynamicsRefused"),
    403,
    ["0x80040220", "0x80048306", "0x80040231", "0x80048405"],
    /Give the application user's role the privilege/,
  ],
  [
    never("DynamicsRefused"),
    403,
    ["0x80072560", "0x80042f09", "0x80040225", "0x8004d24b"],
    /Create or enable the application user/,
  ],
  [
    never("DynamicsRefused"),
    400,
    [
      "0x80044331",
      "0x8004432f",
      "0x80044330",
      "0x8004431a",
      "0x80048408",
      "0x80048d19",
      "0x80040239",
      "0x80040203",
      "0x80040278",
    ],
    /Mend the column in the mapping, restart the worker/,
  ],
  [never("DynamicsRefused"), 413, ["0x8004418a"], /`description` a smaller maxLength/],
  [never("DynamicsRefused"), 400, ["0x80040265", "0x8004022e", "0x80040230"], /mend the rule or the data/],
  [
    never("DynamicsRefused"),
    412,
    ["0x80040333"],
    /duplicate detection rule .* merge the two, or change or unpublish/,
  ],
  [never("DynamicsRefused"), 404, ["0x8006088a"], /Install Dynamics 365 Sales/],
  [never("DynamicsRefused"), 400, ["0x8004430c"], /report it, with this message, to whoever maintains/],
  [never("DynamicsRowGone"), 404, ["0x80040217", "0x80060891"], /was deleted in Dynamics/],
];

test("lists every code of the table", async () => {
  const table = await readFile(new URL("../../src/activities/failure-table.ts", import.meta.url), "utf8");
  const codes = [...table.matchAll(/\["(0x[\da-f]{8})",/g)].map(([, code]) => code);
  expect(byCode.flatMap(([, , listed]) => listed).toSorted()).toEqual(codes.toSorted());
});

describe("by Dataverse's code, whatever the status", () => {
  test.each(
    byCode.flatMap(([expected, status, codes, says]) =>
      codes.map((code) => [code, status, expected, says] as const),
    ),
  )("%s", (dataverseCode, status, { type, first, tenth }, says) => {
    for (const given of [status, 400, 500]) {
      const failure = refused({ dataverseCode, status: given });
      expect([failure.type, failure.nonRetryable]).toEqual([type, first]);
      expect(refused({ dataverseCode, status: given }, 10).nonRetryable).toBe(tenth);
      expect(failure.message).toMatch(says);
      expect(failure.message.includes("send the Signal `retry`")).toBe(tenth);
    }
  });
});

describe("by the status, where the code says nothing", () => {
  test.each([
    [429, always("DynamicsThrottled")],
    [401, always("DynamicsSignIn")],
    [403, never("DynamicsRefused")],
    [408, always("DynamicsUnavailable")],
    [412, always("DynamicsUnavailable")],
    [500, always("DynamicsUnavailable")],
    [502, always("DynamicsUnavailable")],
    [503, always("DynamicsUnavailable")],
    [504, always("DynamicsUnavailable")],
    [400, never("DynamicsRefused")],
    [404, never("DynamicsRefused")],
    [405, never("DynamicsRefused")],
    [413, never("DynamicsRefused")],
  ] as const)("%s", (status, { type, first, tenth }) => {
    for (const dataverseCode of ["", "0x80049999"]) {
      const failure = refused({ status, dataverseCode });
      expect([failure.type, failure.nonRetryable]).toEqual([type, first]);
      expect(refused({ status, dataverseCode }, 10).nonRetryable).toBe(tenth);
    }
  });
});

test("what was never sent waits for its turn: throttled, for as long as the pause lasts", () => {
  const failure = refused({ kind: "unsent", retryAfterMs: 20_000 }, 100);
  expect([failure.type, failure.nonRetryable]).toEqual(["DynamicsThrottled", false]);
  expect(Number(failure.nextRetryDelay)).toBeGreaterThanOrEqual(20_000);
});

test("no answer is waited out; an answer that makes no sense gets five tries, then a person", () => {
  for (const attempt of [1, 5, 100]) {
    const failure = refused({ kind: "transport" }, attempt);
    expect([failure.type, failure.nonRetryable]).toEqual(["DynamicsUnavailable", false]);
  }
  const tries = [1, 4, 5, 6].map((attempt) => refused({ kind: "protocol", status: 200 }, attempt));
  expect(tries.map(({ nonRetryable }) => nonRetryable)).toEqual([false, false, true, true]);
  expect(new Set(tries.map(({ type }) => type))).toEqual(new Set(["DynamicsUnexpected"]));
});

test("what fails for one row alone is for a person, with what to do", () => {
  const failure = refused({ status: 500, dataverseCode: "0x80044151" }, 8, { isAlone: true });
  expect(failure).toMatchObject({ type: "DynamicsUnexpected", nonRetryable: true });
  expect(failure.message).toContain("0x80044151, unManagedidssqltimeouterror");
  expect(failure.message).toMatch(/succeeded for others.*plug-in.*`retry`/);
});

test("what was not sent says why: a pause, or that Dynamics is away", () => {
  expect(refused({ kind: "unsent", obstacle: "throttled" }).type).toBe("DynamicsThrottled");
  expect(refused({ kind: "unsent", obstacle: "unavailable" }).type).toBe("DynamicsUnavailable");
});

test("throttling is expected: it counts as a failure only once it lasts; everything else counts at once", () => {
  const benign = (status: number, attempt: number) => refused({ status }, attempt).category === "BENIGN";
  expect([1, 5, 6].map((attempt) => benign(429, attempt))).toEqual([true, true, false]);
  expect([503, 401, 403, 400].map((status) => benign(status, 1))).toEqual([false, false, false, false]);
});

test("what the mapping cannot decide is for a person, with what to do", () => {
  const failure = failureOf(new MappingError("Status is not mapped", "Add it to the wire map."));
  expect(failure).toMatchObject({ type: "MappingIncomplete", nonRetryable: true });
  expect(failure.message).toBe(
    "Could not save the appointment: Status is not mapped. Add it to the wire map.",
  );
});

test("a fault of our own is tried a few times, then parked, and quotes nothing", () => {
  const error = new TypeError(words);
  expect(failureOf(error)).toMatchObject({ type: "InternalError", nonRetryable: false });
  const { cause } = failureOf(error);
  expect(cause?.stack).toContain("failures.test");
  expect(`${cause?.message} ${cause?.stack}`).not.toMatch(/Canary|ann\.lee/);
  expect(failureOf(error, 5).nonRetryable).toBe(true);
  expect(failureOf(error).message).not.toMatch(/Canary|ann\.lee/);
});

test("Temporal's own failures are passed on: a cancellation is no fault", () => {
  const cancelled = new CancelledFailure("shutting down");
  expect(toApplicationFailure(cancelled, usual)).toBe(cancelled);
});

describe("Dataverse's words", () => {
  const quoted = ["0x80040220", "0x80048306", "0x80040231", "0x80048405", "0x80044331", "0x8004432f"];
  const alsoQuoted = ["0x80044330", "0x8004431a", "0x80048408", "0x80040265", "0x8006088a", "0x80060892"];
  test.each([...quoted, ...alsoQuoted])("of %s help: quoted", (dataverseCode) => {
    expect(refused({ status: 400, dataverseCode }).message).toContain('Dynamics says: "Canary words');
  });

  const all = byCode
    .flatMap(([, , codes]) => codes)
    .filter((code) => ![...quoted, ...alsoQuoted].includes(code));
  test.each([...all, "", "0x80049999"])("of %s may name a client: never quoted", (dataverseCode) => {
    for (const status of [400, 404, 412, 429, 500, 503]) {
      const failure = refused({ status, dataverseCode });
      expect(failure.message).not.toMatch(/Canary|ann\.lee/);
      expect(JSON.stringify(failure.details ?? [])).not.toMatch(/Canary|ann\.lee/);
    }
  });

  test("lose what Coconut told us of the people concerned, in whatever case and punctuation", () => {
    const dataverseMessage = "Blocked: LEE, Ann (416-555-0101) is on list 7 of a branch; a leeway of 2 days.";
    const { message } = refused({ status: 400, dataverseCode: "0x80040265", dataverseMessage });
    expect(message).toContain('"Blocked: (…), (…) ((number)) is on list 7 of a branch; a leeway of 2 days."');
  });

  test("lose their addresses and their length where they are quoted", () => {
    const dataverseMessage = `missing prvCreateLead for <ann.lee@example.com> ${"x".repeat(1_000)}`;
    const { message } = refused({ status: 403, dataverseCode: "0x80040220", dataverseMessage });
    expect(message).toContain("prvCreateLead");
    expect(message).not.toContain("ann.lee");
    expect(message.length).toBeLessThan(700);
  });
});

test("every message says what was tried, what came back and what to do", () => {
  const { message } = refused({ status: 503, dataverseCode: "0x8004a001", requestId: "r-1" });
  expect(message).toBe(
    "Could not save the appointment: Dataverse PATCH appointments: 503 0x8004a001 (request r-1), CrmSqlGovernorDatabaseRequestDenied. Nothing to do: it is tried again.",
  );
});

test("a lead that Temporal lets nobody claim is waited for; what to repair is said where Temporal refuses", () => {
  const unknown = failureOf(new LeadClaimError(false, new Error(words)), 1_000);
  expect([unknown.type, unknown.nonRetryable]).toEqual(["LeadNotClaimed", false]);
  expect(Number(unknown.nextRetryDelay)).toBeLessThan(60_000);
  const refusal = failureOf(new LeadClaimError(true, new Error(words)), 1_000);
  expect([refusal.type, refusal.nonRetryable]).toEqual(["LeadNotClaimed", false]);
  expect(refusal.message).toContain("Allow the worker's identity in Temporal");
  expect(Number(refusal.nextRetryDelay)).toBeGreaterThanOrEqual(60_000);
  for (const { message, cause } of [unknown, refusal])
    expect(`${message} ${String(cause)}`).not.toMatch(/Canary|ann\.lee/);
});
