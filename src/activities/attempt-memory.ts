/** Remembers what became of the attempts of this process: by that a row's own fault is told from an outage. */

/** An Activity of a Workflow, whichever run or attempt it is. */
export interface WhichActivity {
  readonly workflowId: string;
  readonly activityType: string;
}

/**
 * Why an attempt failed, as far as its delay goes. `row`: Dataverse named an error that passes; `away`: it did not answer;
 * `unsent`: it was not asked.
 */
export type FailureKind = "row" | "away" | "throttled" | "sign-in" | "unsent" | "other";

/** What is known of an Activity that has failed. */
export interface FailureRecord {
  /** Its failures of this kind since it last succeeded; those of other kinds do not count. */
  readonly count: number;
  /** Whether it fails again and again while the same Activity succeeds for others. */
  readonly isAlone: boolean;
}

/** One for all Activities of a process. Another worker, and this one after a restart, counts anew. */
export interface AttemptMemory {
  recordSuccess(activity: WhichActivity): void;
  recordFailure(activity: WhichActivity, kind: FailureKind): FailureRecord;
  /** For an Activity that is not retried: if a person has it tried again, its failures are counted anew. */
  forget(activity: WhichActivity): void;
}

/** So often an Activity has to fail before the fault may be its own. */
const failuresUntilAlone = 8;
/** So often others have to succeed between two of its failures. The end of an outage is one such time. */
const roundsUntilAlone = 3;
/** Of the others that were tried last, at most a tenth may have failed: where more do, it is an outage of some requests. */
const neighboursAsked = 30;
const neighboursIll = 0.1;
/** Some 300 bytes each. The one that failed longest ago is forgotten first. */
const mostRemembered = 10_000;

interface Failing {
  readonly counts: Map<FailureKind, number>;
  /** Failures of kind `row` and `away`. */
  failures: number;
  /** How often others succeeded between two of them. */
  rounds: number;
  successesSeen: number;
}

interface Attempt {
  readonly key: string;
  readonly hasSucceeded: boolean;
}

/** Creates an empty memory. */
export function createAttemptMemory(): AttemptMemory {
  const failing = new Map<string, Failing>();
  const successes = new Map<string, number>();
  /** By Activity Type. */
  const latest = new Map<string, readonly Attempt[]>();

  /** Every success stands here, and every Activity that failed stands here once, whether it succeeded later or not. */
  function note({ activityType }: WhichActivity, attempt: Attempt): void {
    const others = (latest.get(activityType) ?? []).filter(
      ({ key, hasSucceeded }) => hasSucceeded || attempt.hasSucceeded || key !== attempt.key,
    );
    latest.set(activityType, [...others, attempt].slice(-neighboursAsked - 1));
  }

  function areNeighboursWell({ activityType }: WhichActivity, key: string): boolean {
    const others = (latest.get(activityType) ?? []).filter((attempt) => attempt.key !== key);
    const ill = others.filter(({ hasSucceeded }) => !hasSucceeded).length;
    return ill <= others.length * neighboursIll;
  }

  return {
    recordSuccess(activity) {
      const key = keyOf(activity);
      note(activity, { key, hasSucceeded: true });
      failing.delete(key);
      successes.set(activity.activityType, (successes.get(activity.activityType) ?? 0) + 1);
    },
    recordFailure(activity, kind) {
      const key = keyOf(activity);
      const successesSeen = successes.get(activity.activityType) ?? 0;
      const one = failing.get(key) ?? { counts: new Map(), failures: 0, rounds: 0, successesSeen };
      const count = (one.counts.get(kind) ?? 0) + 1;
      one.counts.set(kind, count);
      putLast(failing, key, one, mostRemembered);
      if (kind !== "row" && kind !== "away") return { count, isAlone: false };
      if (successesSeen > one.successesSeen) one.rounds += 1;
      one.successesSeen = successesSeen;
      one.failures += 1;
      note(activity, { key, hasSucceeded: false });
      const isAlone =
        one.failures >= failuresUntilAlone &&
        one.rounds >= roundsUntilAlone &&
        areNeighboursWell(activity, key);
      return { count, isAlone };
    },
    forget: (activity) => void failing.delete(keyOf(activity)),
  };
}

/** Puts a value at the end of the map, and takes the first out where there are more than `most`. */
function putLast<Value>(map: Map<string, Value>, key: string, value: Value, most: number): void {
  map.delete(key);
  map.set(key, value);
  const [first] = map.keys();
  if (map.size > most && first !== undefined) map.delete(first);
}

function keyOf({ workflowId, activityType }: WhichActivity): string {
  return `${activityType} ${workflowId}`;
}
