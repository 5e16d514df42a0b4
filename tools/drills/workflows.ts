/** What Temporal has of a drill: the state of every Workflow, and how large their histories are. */
import type { Client, WorkflowExecutionInfo } from "@temporalio/client";
import { workflowIdFor } from "../../src/appointments/ids.ts";
import { appointmentChangedSignal, syncStateQuery } from "../../src/workflows/messages.ts";
import type { SyncAppointmentState } from "../../src/workflows/state.ts";
import type { WorkflowAccount } from "./accounting.ts";
import type { Ledger } from "./sender.ts";
import { forEachOf } from "./sender.ts";

/** The largest things that Temporal keeps for one run, and how often Activities were tried in all runs looked at. */
export interface HistorySizes {
  readonly runs: number;
  readonly events: number;
  readonly bytes: number;
  /** The largest payload in any event, in bytes. */
  readonly payloadBytes: number;
  readonly activities: number;
  readonly attempts: number;
  /** Runs whose history Temporal did not hand out, and why. */
  readonly unreadable: readonly string[];
}

const atATime = 16;

/** Reads Workflows of one tenant. Every call ends within half a minute. */
export function createWorkflowReader(client: Client, tenant: string) {
  const prefix = workflowIdFor(tenant, "");

  /** All runs, oldest first, by appointment. */
  async function listRuns(): Promise<Map<string, WorkflowExecutionInfo[]>> {
    const runs: WorkflowExecutionInfo[] = [];
    await within(async () => {
      runs.length = 0;
      for await (const run of client.workflow.list({ query: 'WorkflowType = "syncAppointment"' }))
        runs.push(run);
    });
    const byAppointment = new Map<string, WorkflowExecutionInfo[]>();
    for (const run of runs.toSorted((a, b) => a.startTime.getTime() - b.startTime.getTime())) {
      if (!run.workflowId.startsWith(prefix)) continue;
      const id = run.workflowId.slice(prefix.length);
      byAppointment.set(id, [...(byAppointment.get(id) ?? []), run]);
    }
    return byAppointment;
  }

  async function readAccount(
    appointmentId: string,
    runs: readonly WorkflowExecutionInfo[],
  ): Promise<WorkflowAccount> {
    const states: SyncAppointmentState[] = [];
    let unreadable: string | undefined;
    for (const { runId, workflowId, status } of runs) {
      // Its state was handed to the next run.
      if (status.name === "CONTINUED_AS_NEW") continue;
      try {
        states.push(await within(() => client.workflow.getHandle(workflowId, runId).query(syncStateQuery)));
      } catch (error) {
        unreadable = messageOf(error);
      }
      if (status.name !== "RUNNING" && status.name !== "COMPLETED")
        unreadable = `its run ${runId} is ${status.name}`;
    }
    return { appointmentId, states, ...(unreadable !== undefined && { unreadable }) };
  }

  /** The ids of the events that the histories of these runs have as Signals. */
  async function readSignalled(runs: readonly WorkflowExecutionInfo[]): Promise<ReadonlySet<string>> {
    const ids = new Set<string>();
    for (const { workflowId, runId } of runs) {
      const { events } = await within(() => client.workflow.getHandle(workflowId, runId).fetchHistory());
      for (const { workflowExecutionSignaledEventAttributes: signal } of events ?? []) {
        const data =
          signal?.signalName === appointmentChangedSignal.name ? signal.input?.payloads?.[0]?.data : null;
        if (data)
          ids.add(String((JSON.parse(Buffer.from(data).toString("utf8")) as { eventId?: unknown }).eventId));
      }
    }
    return ids;
  }

  return {
    /** The accounts of all appointments of which an event was taken. */
    async readAccounts(ledger: Ledger): Promise<WorkflowAccount[]> {
      const takenOf = new Map<string, string[]>();
      for (const { appointmentId, eventId } of ledger.taken.values()) {
        takenOf.set(appointmentId, [...(takenOf.get(appointmentId) ?? []), eventId]);
      }
      const accounts: WorkflowAccount[] = [];
      await forEachOf([...(await listRuns())], atATime, async ([appointmentId, runs]) => {
        const found = await readAccount(appointmentId, runs);
        const listed = new Set(found.states.flatMap(({ events }) => events.map(({ eventId }) => eventId)));
        const isComplete = (takenOf.get(appointmentId) ?? []).every((id) => listed.has(id));
        if (isComplete) return void accounts.push(found);
        try {
          accounts.push({ ...found, signalled: await readSignalled(runs) });
        } catch (error) {
          accounts.push({ ...found, unreadable: found.unreadable ?? messageOf(error) });
        }
      });
      return accounts;
    },

    /** How many appointments have a run that is still open. */
    async countOpen(): Promise<number> {
      const runs = [...(await listRuns()).values()].flat();
      return runs.filter(({ status }) => status.name === "RUNNING").length;
    },

    /** Of at most `most` runs, the longest first: reading a history costs Temporal as much as writing it. */
    async readSizes(most = 500): Promise<HistorySizes> {
      const runs = [...(await listRuns()).values()].flat();
      const longest = runs.toSorted((a, b) => (b.historyLength ?? 0) - (a.historyLength ?? 0)).slice(0, most);
      const sizes = {
        runs: longest.length,
        events: 0,
        bytes: 0,
        payloadBytes: 0,
        activities: 0,
        attempts: 0,
        unreadable: [] as string[],
      };
      await forEachOf(longest, atATime, async ({ workflowId, runId }) => {
        const handle = client.workflow.getHandle(workflowId, runId);
        const description = await within(() => handle.describe());
        const { events } = await within(() => handle.fetchHistory()).catch((error: unknown) => {
          sizes.unreadable.push(`${workflowId}: ${messageOf(error)}`);
          return { events: [] };
        });
        sizes.events = Math.max(sizes.events, description.historyLength);
        sizes.bytes = Math.max(sizes.bytes, description.historySize ?? 0);
        for (const { attempt } of description.raw.pendingActivities ?? []) sizes.attempts += attempt ?? 0;
        for (const event of events ?? []) {
          sizes.payloadBytes = Math.max(sizes.payloadBytes, largestPayload(event));
          if (event.activityTaskScheduledEventAttributes) sizes.activities += 1;
          sizes.attempts += event.activityTaskStartedEventAttributes?.attempt ?? 0;
        }
      });
      return sizes;
    },
  };
}

/** Reads Workflows. */
export type WorkflowReader = ReturnType<typeof createWorkflowReader>;

const callTimeoutMs = 30_000;

/** A call to Temporal that is tried once more, and has an end: a Workflow that is stuck never answers a query. */
async function within<T>(call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error("no answer within half a minute")), callTimeoutMs);
    });
    try {
      return await Promise.race([call(), late]);
    } catch (error) {
      if (attempt === 2) throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 200) : String(error);
}

/** The bytes of the largest payload anywhere in an event of the history. */
function largestPayload(value: unknown): number {
  if (value === null || typeof value !== "object" || value instanceof Uint8Array) return 0;
  const { data } = value as { data?: unknown };
  const own = data instanceof Uint8Array ? data.length : 0;
  return Math.max(own, ...Object.values(value).map(largestPayload));
}
