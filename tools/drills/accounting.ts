/** What became of every event that was answered 202, by what the Workflows themselves say. */
import type { Outcome, SyncAppointmentState } from "../../src/workflows/state.ts";
import type { Ledger } from "./sender.ts";
import type { Invariant } from "./invariant.ts";

/** The Workflow of one appointment. */
export interface WorkflowAccount {
  readonly appointmentId: string;
  /** The state of each chain of runs, oldest first; what continue-as-new began goes on in the same state. */
  readonly states: readonly SyncAppointmentState[];
  /** Why a state could not be read. */
  readonly unreadable?: string;
  /** The ids of events that Temporal's history has as Signals: read where the state no longer lists all of them. */
  readonly signalled?: ReadonlySet<string>;
}

/** How often each outcome was counted, every event once; `unlisted`: in Temporal's history, no longer in the list. */
export type Balance = Readonly<Record<Outcome | "ignored" | "unlisted" | "lost", number>>;

/** The account of a drill. */
export interface Accounting {
  /** Different events that were answered 202. */
  readonly received: number;
  readonly balance: Balance;
  /** Answers of 202 to an event that had been answered 202 before, and how many of them the Workflows know of. */
  readonly again: number;
  readonly againKnown: number;
  readonly invariants: readonly Invariant[];
}

const outcomes = [
  "applied",
  "unchanged",
  "contained",
  "stale",
  "superseded",
  "skipped",
  "waiting",
  "pending",
] as const satisfies readonly Outcome[];

/** Holds what the Workflows say against what was answered 202. */
export function account(ledger: Ledger, workflows: readonly WorkflowAccount[]): Accounting {
  const counts: Record<string, number> = Object.fromEntries(
    [...outcomes, "ignored", "unlisted", "lost"].map((name) => [name, 0]),
  );
  const lost: string[] = [];
  const unfinished: string[] = [];
  const byAppointment = new Map(workflows.map((one) => [one.appointmentId, one]));
  const recordsOf = new Map(workflows.map((one) => [one.appointmentId, outcomesOf(one)]));
  for (const { eventId, appointmentId } of ledger.taken.values()) {
    const outcome = recordsOf.get(appointmentId)?.get(eventId);
    const isSignalled = byAppointment.get(appointmentId)?.signalled?.has(eventId) === true;
    const became = outcome ?? (isSignalled ? "unlisted" : "lost");
    counts[became] = (counts[became] ?? 0) + 1;
    if (became === "lost") lost.push(`event ${eventId} was answered 202, and no Workflow knows of it`);
    if (became === "pending") unfinished.push(`event ${eventId} is not finished`);
  }
  counts["ignored"] = ledger.ignored.size;

  const again = new Map<string, number>();
  for (const one of ledger.taken.values()) {
    again.set(one.appointmentId, (again.get(one.appointmentId) ?? 0) + one.again);
  }
  const repeats = workflows.map((workflow) => {
    const { appointmentId } = workflow;
    const least = again.get(appointmentId) ?? 0;
    return judgeRepeats(workflow, least, least + (ledger.unsure.get(appointmentId) ?? 0));
  });
  const received = ledger.taken.size + ledger.ignored.size;
  return {
    received,
    balance: counts as Balance,
    again: sumOf([...again.values()]),
    againKnown: sumOf(repeats.map(({ known }) => known)),
    invariants: [
      { name: "no event that was answered 202 is lost", checked: received, wrong: lost },
      { name: "every event is finished", checked: received, wrong: unfinished },
      {
        name: "second deliveries are known as such",
        checked: sumOf([...again.values()]),
        wrong: repeats.flatMap(({ wrong }) => wrong),
      },
      {
        name: "every delivery was taken",
        checked: received + ledger.refused.size,
        wrong: [...ledger.refused].map(([id, answer]) => `event ${id} was never answered 202: ${answer}`),
      },
      {
        name: "nothing is left to do or to decide",
        checked: workflows.length,
        wrong: workflows.flatMap(leftIn),
      },
    ],
  };
}

/** What became of each event, by its first record: a later run that meets an old event again notes it as stale. */
function outcomesOf({ states }: WorkflowAccount): Map<string, Outcome> {
  const records = states.flatMap(({ events }) => events);
  return new Map(records.toReversed().map(({ eventId, outcome }) => [eventId, outcome]));
}

/**
 * Every 202 beyond the first is a second delivery for the Workflow. It may know of more: a request whose answer was lost, or
 * was 503, may have been stored all the same.
 */
function judgeRepeats(
  workflow: WorkflowAccount,
  least: number,
  most: number,
): { readonly known: number; readonly wrong: readonly string[] } {
  const { appointmentId, states, signalled } = workflow;
  const records = states.flatMap(({ events }) => events).length;
  const duplicates = sumOf(states.map((state) => state.duplicates));
  const different = new Set(states.flatMap(({ events }) => events.map(({ eventId }) => eventId))).size;
  const known = duplicates + records - different;
  // What is no longer listed cannot be told from a second delivery of it.
  const isRight =
    workflow.unreadable !== undefined || signalled !== undefined || (known >= least && known <= most);
  const expected = most === least ? String(least) : `${least} to ${most}`;
  return {
    known,
    wrong: isRight
      ? []
      : [`appointment ${appointmentId}: ${known} second deliveries are known, ${expected} were sent`],
  };
}

function leftIn({ appointmentId, states, unreadable }: WorkflowAccount): string[] {
  const wrong: string[] = [];
  if (unreadable !== undefined)
    wrong.push(`appointment ${appointmentId}: its Workflow does not answer: ${unreadable}`);
  const last = states.at(-1);
  if (last !== undefined && last.syncState !== "InStep" && last.syncState !== "Waiting") {
    const why = last.problem === undefined ? "" : ` (${last.problem.type})`;
    wrong.push(`appointment ${appointmentId} is ${last.syncState}${why}`);
  }
  const rejected = sumOf(states.map((state) => state.rejected));
  if (rejected > 0) wrong.push(`appointment ${appointmentId}: ${rejected} Signals were no event of it`);
  return wrong;
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
