/** Activity `recallEarlierRuns`: what the runs before this one of an appointment's Workflow took in (decision 13). */
import type { Client } from "@temporalio/client";
import { isCoconutEvent } from "../appointments/events.ts";
import type { Recollection } from "../appointments/memory.ts";
import { createEventFold, recollectionCarriedBy } from "./fold-events.ts";
import { createRunHistory, type RunHistory, type RunResult, type RunStart } from "./run-history.ts";

/** The run that asks. */
export interface RecallInput {
  readonly workflowId: string;
  readonly runId: string;
  readonly tenant: string;
  readonly appointmentId: string;
}

/** What the runs before the given one took in; null where there is none. For a run that was not continued. */
export async function recallEarlierRuns(client: Client, input: RecallInput): Promise<Recollection | null> {
  const start = await createRunHistory(client, input).start();
  if (start?.previousRunId === undefined) return null;
  return recallEndedRun(client, { ...input, runId: start.previousRunId });
}

/** What the given run, which has ended, and those before it took in; null where Temporal has deleted them. */
export async function recallEndedRun(client: Client, input: RecallInput): Promise<Recollection | null> {
  let recollection: Recollection | null = null;
  // The oldest first: of two events that their times do not tell apart, the later arrival is the newer.
  for (const run of await walkBack(client, input)) recollection = await addRun(recollection, run, input);
  return recollection;
}

interface EndedRun {
  readonly history: RunHistory;
  readonly start: RunStart;
  readonly result: RunResult | undefined;
}

/** Runs in a row that an operator or Temporal has ended: they are few. What came before that many is forgotten. */
const maxRuns = 20;

/** From the last run whose memory is whole up to the given one. */
async function walkBack(client: Client, { workflowId, runId }: RecallInput): Promise<readonly EndedRun[]> {
  const runs: EndedRun[] = [];
  for (let next: string | undefined = runId; next !== undefined && runs.length < maxRuns;) {
    const history = createRunHistory(client, { workflowId, runId: next });
    const [start, result] = await Promise.all([history.start(), history.result()]);
    if (start === undefined) break;
    runs.unshift({ history, start, result });
    next = result?.memory || start.carried ? undefined : start.previousRunId;
  }
  return runs;
}

async function addRun(
  before: Recollection | null,
  { history, start, result }: EndedRun,
  { tenant, appointmentId }: RecallInput,
): Promise<Recollection> {
  if (result?.memory) return result.memory;
  const known = start.carried ? recollectionCarriedBy(start.carried) : before;
  const fold = createEventFold(known ?? { seen: [] });
  for await (const { kind, value } of history.told()) {
    if (kind === "syncState") fold.setSyncState(value);
    else if (isCoconutEvent(value) && value.tenant === tenant && value.appointment.id === appointmentId) {
      fold.takeIn(value);
    }
  }
  if (result === undefined) return fold.recollection();
  // It has completed by the code of an earlier version: there was nothing left to write.
  const { unwritten: _unwritten, ...memory } = fold.recollection();
  return { ...memory, ...(result.activityId !== null && { activityId: result.activityId }) };
}
