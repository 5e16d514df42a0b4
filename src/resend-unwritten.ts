/**
 * Accepted events whose run was ended before they were written, by an operator or by Temporal, are sent again: where no new
 * event comes, nobody else would start the next run. Temporal also ends a run that is too large when a worker asks for it;
 * one that is so long that no worker gets through its Workflow Task in time is ended here.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "@temporalio/client";
import { recallEndedRun } from "./activities/earlier-runs.ts";
import { createRunHistory, type RunId } from "./activities/run-history.ts";
import type { Logger } from "./log.ts";
import { callTemporal, failureOf, grpcCodeOf } from "./temporal/calls.ts";
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
/** From there on Temporal suggests to continue as new, which a run does not get to while no worker runs: bytes, or events. */
const longHistory = { bytes: 4_000_000, events: 1_000 };
const invalidArgument = 3;
/** Temporal's index of runs lags behind. Looking twice at a run does no harm. */
const overlapMs = 2 * minuteMs;

/** Looks now, and then once a minute, until it is disposed of. Several servers may do so: a second delivery is recognised. */
export function startResending(deps: ResendDependencies, intervalMs = minuteMs): AsyncDisposable {
  const stopping = new AbortController();
  const running = (async () => {
    for (let since = Date.now() - firstLookBackMs; !stopping.signal.aborted;) {
      const lookedAt = Date.now();
      try {
        await callTemporal(deps.temporal.connection, lookLimitMs, async () => {
          await endOverlong(deps);
          await resendUnwritten(deps, new Date(since));
        });
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
 * Ends each run whose Workflow Tasks time out again and again and whose history is long: no worker gets through it in time,
 * and none ever will. The next run recalls it in an Activity, which has the time.
 */
export async function endOverlong({
  temporal,
  log,
}: Pick<ResendDependencies, "temporal" | "log">): Promise<void> {
  const query =
    `WorkflowType = "syncAppointment" AND ExecutionStatus = "Running" AND ` +
    `TemporalReportedProblems = "category=WorkflowTaskTimedOut"`;
  try {
    for await (const { workflowId, runId } of temporal.workflow.list({ query })) {
      const run = temporal.workflow.getHandle(workflowId, runId);
      const { historySize = 0, historyLength } = await run.describe();
      if (historySize < longHistory.bytes && historyLength < longHistory.events) continue;
      await run
        .terminate("No worker gets through its history in time. The next run takes over what it knows.")
        .catch((error: unknown) => {
          if (failureOf(error) !== "not found") throw error;
        });
      log.warn({ workflowId, runId, historyLength }, "ended a run whose history is too long for a worker");
    }
  } catch (error) {
    // This Temporal is too old to know (before 1.30).
    if (grpcCodeOf(error) !== invalidArgument) throw error;
  }
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
