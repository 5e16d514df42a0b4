/** How long Temporal is asked to wait before the next attempt. */
import { ApplicationFailure } from "@temporalio/common";
import { expect, test } from "vitest";
import { toApplicationFailure } from "../../src/activities/failures.ts";
import {
  DataverseError,
  type DataverseErrorFacts,
  DataverseSignInError,
} from "../../src/dataverse/errors.ts";

/** Of the attempt that is the `count`th to fail so. */
function failureOf(error: unknown, count = 1, more: { readonly isHeldBack?: boolean } = {}) {
  const attempt = { intention: "save", count, isAlone: false, isHeldBack: false, people: [], ...more };
  const failure = toApplicationFailure(error, attempt);
  if (!(failure instanceof ApplicationFailure)) throw new Error("not an ApplicationFailure");
  return failure;
}

function refused(
  facts: Partial<DataverseErrorFacts>,
  count = 1,
  more: { readonly isHeldBack?: boolean } = {},
): ApplicationFailure {
  return failureOf(
    new DataverseError({ kind: "refused", operation: "PATCH appointments", ...facts }),
    count,
    more,
  );
}

const signInFailure = new DataverseSignInError("AADSTS7000215", undefined);
const delayOf = (failure: ApplicationFailure) => Number(failure.nextRetryDelay);

test.each([
  ["a database error of this row", { status: 500, dataverseCode: "0x80044151" }, 30],
  ["a plug-in that fails", { status: 500, dataverseCode: "0x80040224" }, 8],
  ["no connection", { kind: "transport" }, 10],
  ["a gateway's page", { status: 502 }, 10],
  ["throttling that names no time", { status: 429 }, 10],
  ["a turn that never came", { kind: "unsent" }, 10],
] as const)("%s is tried again after 1, 2, 4 … seconds of its own count", (_what, facts, longest) => {
  for (const [index, seconds] of [1, 2, 4, 8, 16, 32, 64].entries()) {
    const failure = refused(facts, index + 1);
    if (failure.nonRetryable) continue;
    const expected = Math.min(seconds, longest) * 1_000;
    expect(delayOf(failure)).toBeGreaterThanOrEqual(expected);
    expect(delayOf(failure)).toBeLessThanOrEqual(expected * 1.1 + 1);
  }
});

test("while the Worker holds tasks back, nothing but a row's own trouble and a named time waits for long", () => {
  const heldBack = { isHeldBack: true };
  const spared = [
    refused({ kind: "transport" }, 20, heldBack),
    refused({ status: 503 }, 20, heldBack),
    refused({ kind: "unsent", obstacle: "unavailable" }, 20, heldBack),
    refused({ status: 403, dataverseCode: "0x8004a104" }, 20, heldBack),
    failureOf(signInFailure, 20, heldBack),
  ];
  for (const failure of spared) {
    expect(delayOf(failure)).toBeGreaterThanOrEqual(1_000);
    expect(delayOf(failure)).toBeLessThanOrEqual(2_000);
  }
  expect(delayOf(refused({ status: 500, dataverseCode: "0x80044150" }, 20, heldBack))).toBeGreaterThan(
    29_999,
  );
  expect(delayOf(refused({ status: 429, retryAfterMs: 60_000 }, 20, heldBack))).toBeGreaterThan(59_999);
});

test("Dynamics' own time to wait is kept, with up to a tenth more and at most 5 s more", () => {
  for (let repeat = 0; repeat < 50; repeat++) {
    const short = Number(refused({ status: 429, retryAfterMs: 3_000 }).nextRetryDelay);
    expect(short).toBeGreaterThanOrEqual(3_000);
    expect(short).toBeLessThanOrEqual(3_300);
    const long = Number(refused({ status: 429, retryAfterMs: 600_000 }).nextRetryDelay);
    expect(long).toBeGreaterThanOrEqual(600_000);
    expect(long).toBeLessThanOrEqual(605_000);
  }
  const several = Array.from(
    { length: 20 },
    () => refused({ status: 429, retryAfterMs: 60_000 }).nextRetryDelay,
  );
  expect(new Set(several).size).toBeGreaterThan(1);
});

test("a sign-in that fails is tried again by itself: when the provider says, if it does", () => {
  const failure = failureOf(signInFailure, 1_000);
  expect([failure.type, failure.nonRetryable]).toEqual(["DynamicsSignIn", false]);
  expect(failure.message).toContain("AADSTS7000215");
  const told = failureOf(new DataverseSignInError("temporarily_unavailable", 5_000));
  expect(delayOf(told)).toBeGreaterThanOrEqual(5_000);
  expect(delayOf(told)).toBeLessThanOrEqual(5_500);
});

test.each([0, 200])(
  "Retry-After of %s ms still is a delay: Temporal takes none for never",
  (retryAfterMs) => {
    const failure = refused({ status: 503, retryAfterMs });
    expect(failure.nonRetryable).toBe(false);
    expect(Number(failure.nextRetryDelay)).toBeGreaterThanOrEqual(1_000);
  },
);

test("Retry-After in another century is a quarter of an hour", () => {
  for (const retryAfterMs of [99_999_999_000, 1e300, Number.POSITIVE_INFINITY]) {
    expect(Number(refused({ status: 429, retryAfterMs }).nextRetryDelay)).toBeLessThanOrEqual(
      15 * 60_000 + 5_000,
    );
  }
});
