/** When an Activity counts as failing by its own fault: others must pass meanwhile, and none of them may fail. */
import { describe, expect, test } from "vitest";
import { createAttemptMemory, type FailureKind } from "../../src/activities/attempt-memory.ts";

const activityOf = (workflowId: string, activityType = "saveAppointment") => ({ workflowId, activityType });
const ill = activityOf("ill");

/** Fails once more for the row itself, after so many others have succeeded. */
function createCase() {
  const memory = createAttemptMemory();
  let others = 0;
  const pass = (count = 1) => {
    for (let index = 0; index < count; index++) memory.recordSuccess(activityOf(`other${(others += 1)}`));
  };
  const fail = (kind: FailureKind = "row", activity = ill) => memory.recordFailure(activity, kind).isAlone;
  return { memory, pass, fail };
}

describe("an Activity that fails eight times while others pass is alone", () => {
  test.each(["row", "away"] as const)("%s", (kind) => {
    const { pass, fail } = createCase();
    const verdicts = Array.from({ length: 8 }, () => {
      pass(2);
      return fail(kind);
    });
    expect(verdicts).toEqual([...Array<boolean>(7).fill(false), true]);
  });

  test("also where others pass but now and then", () => {
    const { pass, fail } = createCase();
    const verdicts = Array.from({ length: 13 }, (_, index) => {
      if (index % 4 === 3) pass();
      return fail();
    });
    expect(verdicts.indexOf(true)).toBe(11);
  });

  test("also beside another that fails as often, where enough others pass", () => {
    const { pass, fail } = createCase();
    const other = activityOf("ill too");
    const verdicts = Array.from({ length: 30 }, () => {
      pass();
      return [fail(), fail("row", other)];
    });
    expect(verdicts.some(([one]) => one)).toBe(true);
    expect(verdicts.some(([, two]) => two)).toBe(true);
  });
});

describe("it is not", () => {
  test("while nobody passes, however long", () => {
    const { fail } = createCase();
    expect(Array.from({ length: 500 }, () => fail("away")).includes(true)).toBe(false);
  });

  test("when an outage ends while its last attempt is under way", () => {
    const { pass, fail } = createCase();
    pass(20);
    for (let index = 0; index < 40; index++) fail("away");
    pass(20);
    expect(fail("away")).toBe(false);
  });

  test("when another Activity passes, as reads do where nothing can be written", () => {
    const { memory, fail } = createCase();
    for (let index = 0; index < 40; index++) {
      memory.recordSuccess(activityOf(`other${index}`, "findClient"));
      expect(fail()).toBe(false);
    }
  });

  test.each(["throttled", "sign-in", "unsent", "other"] as const)("for failures of kind %s", (kind) => {
    const { pass, fail } = createCase();
    for (let index = 0; index < 40; index++) {
      pass();
      expect(fail(kind)).toBe(false);
    }
  });

  test("once it has succeeded or was given up: its failures are counted anew", () => {
    for (const end of ["recordSuccess", "forget"] as const) {
      const { memory, pass, fail } = createCase();
      const sevenTimes = () => {
        for (let index = 0; index < 7; index++) {
          pass();
          expect(fail()).toBe(false);
        }
      };
      sevenTimes();
      memory[end](ill);
      sevenTimes();
    }
  });
});

test("an outage of some requests parks nobody of three hundred, whatever share of them fails", () => {
  const parked = (share: number, seed: number): number => {
    let state = seed;
    const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    const memory = createAttemptMemory();
    let waiting = Array.from({ length: 300 }, (_, index) => `row${index}`);
    let alone = 0;
    for (let round = 0; waiting.length > 0 && round < 40; round++) {
      waiting = waiting.filter((workflowId) => {
        if (random() >= share) {
          memory.recordSuccess(activityOf(workflowId));
          return false;
        }
        if (memory.recordFailure(activityOf(workflowId), "away").isAlone) alone += 1;
        return true;
      });
    }
    return alone;
  };
  for (const share of [0.2, 0.5, 0.8, 0.95])
    for (let seed = 1; seed <= 5; seed++) expect(parked(share, seed)).toBe(0);
});

test("each kind of failure has its own count", () => {
  const memory = createAttemptMemory();
  const count = (kind: FailureKind) => memory.recordFailure(ill, kind).count;
  for (let index = 1; index <= 20; index++) expect(count("throttled")).toBe(index);
  expect([count("away"), count("row"), count("row"), count("throttled")]).toEqual([1, 1, 2, 21]);
  memory.recordSuccess(ill);
  expect(count("throttled")).toBe(1);
});

test("no more than ten thousand are remembered", () => {
  const memory = createAttemptMemory();
  const count = (index: number) => memory.recordFailure(activityOf(`row${index}`), "row").count;
  for (let index = 0; index <= 10_000; index++) count(index);
  expect(count(0)).toBe(1);
  expect(count(10_000)).toBe(2);
});
