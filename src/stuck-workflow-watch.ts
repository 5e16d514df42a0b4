/** Looks for Workflows that are stuck, and tells of them in the log, in a metric and in the worker's readiness. */
import { setTimeout as sleep } from "node:timers/promises";
import { Runtime } from "@temporalio/worker";
import type { Logger } from "./log.ts";
import { describeFailure } from "./temporal/calls.ts";
import {
  findStuckWorkflows,
  type StuckWorkflow,
  type StuckWorkflowsOptions,
} from "./temporal/stuck-workflows.ts";

/** To be disposed of before the connection is closed. */
export interface StuckWorkflowWatch extends AsyncDisposable {
  /** What the last look found, in words; nothing where nobody is stuck. */
  details(): readonly string[];
}

const mostNamed = 5;

/** Looks now, and then every 15 s. Each Workflow is logged once when it is found, and once when it works again. */
export function watchStuckWorkflows(
  options: StuckWorkflowsOptions,
  log: Logger,
  intervalMs = 15_000,
): StuckWorkflowWatch {
  const gauge = Runtime.instance().metricMeter.createGauge(
    "coconut_stuck_workflows",
    "int",
    "workflows",
    "Workflows whose Workflow Tasks fail again and again, by Temporal's cause",
  );
  const stopping = new AbortController();
  const causes = new Set<string>();
  let stuck: ReadonlyMap<string, StuckWorkflow> = new Map();

  function takeIn(found: readonly StuckWorkflow[]): void {
    const now = new Map(found.map((one) => [one.runId, one]));
    for (const one of found) {
      if (!stuck.has(one.runId)) log.error(one, "a Workflow fails its Workflow Tasks again and again");
    }
    for (const { workflowId, runId } of stuck.values()) {
      if (!now.has(runId)) log.info({ workflowId, runId }, "a Workflow is not stuck any more");
    }
    stuck = now;
    for (const { cause } of found) causes.add(cause);
    for (const cause of causes) gauge.set(found.filter((one) => one.cause === cause).length, { cause });
  }

  async function look(): Promise<void> {
    for (;;) {
      try {
        const found = await findStuckWorkflows(options, stuck);
        if (found === undefined) {
          log.warn("this Temporal server is too old to tell which Workflows are stuck (1.30 does)");
          return;
        }
        takeIn(found);
      } catch (error) {
        log.debug({ reason: describeFailure(error) }, "Temporal was not asked which Workflows are stuck");
      }
      await sleep(intervalMs, undefined, { signal: stopping.signal });
    }
  }

  const looking = look().catch(() => undefined);
  return {
    details: () => (stuck.size === 0 ? [] : [describe([...stuck.values()])]),
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await looking;
    },
  };
}

function describe(stuck: readonly StuckWorkflow[]): string {
  const named = stuck.slice(0, mostNamed).map(({ workflowId, cause, reason }) => {
    return `${workflowId} (${reason ?? cause})`;
  });
  if (stuck.length > mostNamed) named.push(`${stuck.length - mostNamed} or more others`);
  return `Workflow Tasks fail again and again; see "A stuck Workflow" in docs/operations.md: ${named.join(", ")}`;
}
