/** What the scenes of the story call: Coconut to book in, Dynamics and Temporal to check the outcome. */
import { setTimeout as sleep } from "node:timers/promises";
import { Client, Connection, type WorkflowExecutionDescription } from "@temporalio/client";
import { tsToMs } from "@temporalio/common/lib/time.js";
import { workflowIdFor } from "../../src/appointments/ids.ts";
import { retrySignal, syncStateQuery } from "../../src/workflows/messages.ts";
import type { SyncAppointmentState } from "../../src/workflows/state.ts";
import type { Stack } from "../stack.ts";

/** A row of Dynamics by column, as the stand-in's control plane answers it. */
export type Row = Readonly<Record<string, unknown>>;

/** An Activity that failed and is waiting for its next attempt. */
export interface Retry {
  readonly activity: string;
  /** The type of its last failure: `DynamicsUnavailable` */
  readonly failure: string;
  /** The number of the next attempt. */
  readonly attempt: number;
  readonly nextInMs: number;
}

/** The calls that the scenes of the story are made of. */
export interface Stage {
  /** Something a client or a staff member does in Coconut. */
  coconut(method: "GET" | "POST", path: string, body?: object): Promise<unknown>;
  /** Books in Coconut; answers the appointment's id. */
  book(booking: object): Promise<string>;
  /** The ids of what `book` booked, the oldest first. */
  readonly booked: readonly string[];
  /** The control plane of the Dynamics stand-in. */
  dynamics(method: "GET" | "POST" | "DELETE", path: string, body?: object): Promise<unknown>;
  appointmentRow(appointmentId: string): Promise<Row | undefined>;
  leadsNamed(firstName: string, lastName: string): Promise<readonly Row[]>;
  state(appointmentId: string): Promise<SyncAppointmentState | undefined>;
  retry(appointmentId: string): Promise<void>;
  /** What the appointment's Workflow waits for, as Temporal describes it; nothing while there is no Workflow. */
  retries(appointmentId: string): Promise<readonly Retry[]>;
  workflowId(appointmentId: string): string;
  newestWorkflowId(): Promise<string | undefined>;
  /** The appointment rows that came from Coconut, in the order of the bookings; last those that belong to no booking. */
  appointmentRows(): Promise<readonly BookedRow[]>;
}

/** An appointment row of Dynamics, and the id of the appointment in Coconut whose Workflow says that it wrote it. */
export interface BookedRow {
  readonly appointmentId: string | undefined;
  readonly row: Row;
}

/** The running parts of the demo. */
export interface StageOptions {
  readonly stack: Stack;
  readonly temporal: { readonly address: string; readonly namespace: string };
  readonly tenant: string;
}

/** Connects to Temporal and creates the calls of the scenes; ends the connection when disposed of. */
export async function openStage({ stack, temporal, tenant }: StageOptions): Promise<Stage & AsyncDisposable> {
  const connection = await Connection.connect({ address: temporal.address });
  const client = new Client({ connection, namespace: temporal.namespace });
  const handle = (appointmentId: string) => client.workflow.getHandle(workflowIdFor(tenant, appointmentId));
  const rows = async (set: string) =>
    (await call(`${stack.dataverseUrl}/sandbox/rows/${set}`, "GET")) as Row[];
  const coconut: Stage["coconut"] = (method, path, body) => call(`${stack.coconutUrl}/${path}`, method, body);
  const state: Stage["state"] = (id) =>
    handle(id)
      .query(syncStateQuery)
      .catch(() => undefined);

  const booked: string[] = [];

  return {
    coconut,
    async book(booking) {
      const document = (await coconut("POST", "sandbox/appointments", booking)) as { data: { id: string } };
      booked.push(document.data.id);
      return document.data.id;
    },
    booked,
    dynamics: (method, path, body) => call(`${stack.dataverseUrl}/sandbox/${path}`, method, body),
    async appointmentRow(id) {
      const activityId = (await state(id))?.saved?.activityId;
      return (await rows("appointments")).find((row) => row["activityid"] === activityId);
    },
    leadsNamed: async (firstName, lastName) =>
      (await rows("leads")).filter((row) => row["firstname"] === firstName && row["lastname"] === lastName),
    state,
    retry: (id) => handle(id).signal(retrySignal),
    async retries(id) {
      const description = await handle(id)
        .describe()
        .catch(() => undefined);
      return (description?.raw.pendingActivities ?? []).flatMap(readRetry);
    },
    workflowId: (id) => workflowIdFor(tenant, id),
    async newestWorkflowId() {
      // The server lists the newest first.
      const query = `WorkflowId STARTS_WITH "${workflowIdFor(tenant, "")}"`;
      for await (const { workflowId } of client.workflow.list({ query, pageSize: 1 })) return workflowId;
      return undefined;
    },
    async appointmentRows() {
      const written = await Promise.all(booked.map(async (id) => (await state(id))?.saved?.activityId));
      const ours = (await rows("appointments")).filter(
        ({ description }) => typeof description === "string" && description.includes("Coconut"),
      );
      const found = booked.flatMap((appointmentId, index) =>
        ours.filter((row) => row["activityid"] === written[index]).map((row) => ({ appointmentId, row })),
      );
      const unexplained = ours.filter((row) => !found.some((known) => known.row === row));
      return [...found, ...unexplained.map((row) => ({ appointmentId: undefined, row }))];
    },
    [Symbol.asyncDispose]: () => connection.close(),
  };
}

type PendingActivity = NonNullable<WorkflowExecutionDescription["raw"]["pendingActivities"]>[number];

function readRetry(pending: PendingActivity): readonly Retry[] {
  const { nextAttemptScheduleTime, activityType, lastFailure, attempt } = pending;
  if (!nextAttemptScheduleTime || !lastFailure) return [];
  return [
    {
      activity: activityType?.name ?? "",
      failure: lastFailure.applicationFailureInfo?.type ?? lastFailure.message ?? "",
      attempt: attempt ?? 0,
      nextInMs: Math.max(tsToMs(nextAttemptScheduleTime) - Date.now(), 0),
    },
  ];
}

async function call(url: string, method: string, body?: object): Promise<unknown> {
  const answer = await fetch(url, {
    method,
    ...(body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${url} answered ${answer.status}: ${text.slice(0, 500)}`);
  return text === "" ? undefined : JSON.parse(text);
}

/** Asks ten times a second until there is an answer; undefined if there is none within `timeoutMs`. */
export async function eventually<T>(
  look: () => Promise<T | undefined | false>,
  timeoutMs = 90_000,
): Promise<T | undefined> {
  for (const giveUpAt = Date.now() + timeoutMs; ; await sleep(100)) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (Date.now() > giveUpAt) return undefined;
  }
}

/** Waits for the work, and meanwhile tells of each retry in the appointments' Workflows once. */
export async function tellingRetries<T>(
  stage: Pick<Stage, "booked" | "retries">,
  tell: (retry: Retry) => void,
  work: Promise<T>,
): Promise<T> {
  const end = work.then(() => true);
  // It may fail while nothing awaits it, which must not end the process; the next `await` throws its error.
  end.catch(() => undefined);
  const told = new Set<string>();
  for (let isOver = false; !isOver; isOver = await Promise.race([end, sleep(200, false)])) {
    for (const id of stage.booked) {
      for (const retry of await stage.retries(id)) {
        const key = `${id} ${retry.activity} ${retry.attempt}`;
        if (!told.has(key)) tell(retry);
        told.add(key);
      }
    }
  }
  return work;
}
