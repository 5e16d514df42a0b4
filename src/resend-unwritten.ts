/**
 * Accepted events whose run was ended before they were written, by an operator or by Temporal, are sent again: where no new
 * event comes, nobody else would start the next run. Temporal also ends a run that is too large when a worker asks for it.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "@temporalio/client";
import { recallEndedRun } from "./activities/earlier-runs.ts";
import { createRunHistory, type RunId } from "./activities/run-history.ts";
import type { Logger } from "./log.ts";
import { callTemporal } from "./temporal/calls.ts";
import type { EventSender } from "./webhooks/sender.ts";

/** What it works with. */
export interface ResendDependencies {
  readonly temporal: Client;
  readonly sender: EventSender;
  readonly log: Logger;
}

const minuteMs = 60_000;
/** The server may have been away since the run was ended. */
const firstLookBackMs = 7 * 24 * 60 * minuteMs;
/** The histories of a weekend without workers have hundreds of megabytes. */
const lookLimitMs = 10 * minuteMs;
/** Temporal's index of runs lags behind. Looking twice at a run does no harm. */
const overlapMs = 2 * minuteMs;

/** Looks now, and then once a minute, until it is disposed of. Several servers may do so: a second delivery is recognised. */
export function startResending(deps: ResendDependencies, intervalMs = minuteMs): AsyncDisposable {
  const stopping = new AbortController();
  const running = (async () => {
    for (let since = Date.now() - firstLookBackMs; !stopping.signal.aborted;) {
      const lookedAt = Date.now();
      try {
        await callTemporal(deps.temporal.connection, lookLimitMs, () =>
          resendUnwritten(deps, new Date(since)),
        );
        since = lookedAt - overlapMs;
      } catch (error) {
        deps.log.warn(
          { err: error },
          "could not look for runs that were ended before their event was written",
        );
      }
      await sleep(intervalMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort();
      // A look under way has its own time limit, and may be left alone at any point.
      await Promise.race([running, sleep(1_000)]);
    },
  };
}

/**
 * Sends the newest unwritten event of each run that was ended since then and has no later run, which would recall it.
 *
 * @throws the first error, once every run has been looked at: one that cannot be read holds up no other
 */
export async function resendUnwritten(deps: ResendDependencies, since: Date): Promise<void> {
  const query =
    `WorkflowType = "syncAppointment" AND CloseTime > "${since.toISOString()}" AND ` +
    `ExecutionStatus IN ("Terminated", "Failed", "Canceled", "TimedOut")`;
  const errors: unknown[] = [];
  for await (const run of deps.temporal.workflow.list({ query })) {
    await resendEventOf(run, deps).catch((error: unknown) => errors.push(error));
  }
  if (errors.length > 0) throw errors[0];
}

async function resendEventOf(
  { workflowId, runId }: RunId,
  { temporal, sender, log }: ResendDependencies,
): Promise<void> {
  const latest = await temporal.workflow.getHandle(workflowId).describe();
  if (latest.runId !== runId) return;
  const start = await createRunHistory(temporal, { workflowId, runId }).start();
  const recollection = start && (await recallEndedRun(temporal, { ...start, workflowId, runId }));
  if (!recollection?.unwritten) return;
  await sender.send(recollection.unwritten);
  log.warn({ workflowId, runId }, "sent an event again: its run was ended before it was written");
}
