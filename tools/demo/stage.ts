/** What the story is played on: Coconut to act in, Dynamics and Temporal to look at. */
import { setTimeout as sleep } from "node:timers/promises";
import { Client, Connection } from "@temporalio/client";
import { workflowIdFor } from "../../src/appointments/ids.ts";
import { retrySignal, syncStateQuery } from "../../src/workflows/messages.ts";
import type { SyncAppointmentState } from "../../src/workflows/state.ts";
import type { Stack } from "../stack.ts";

export type Row = Readonly<Record<string, unknown>>;

export interface Stage {
  /** Something a client or a staff member does in Coconut. */
  coconut(method: "GET" | "POST", path: string, body?: object): Promise<unknown>;
  book(booking: object): Promise<string>;
  /** The control plane of the Dynamics stand-in. */
  dynamics(method: "GET" | "POST" | "DELETE", path: string, body?: object): Promise<unknown>;
  appointmentRow(appointmentId: string): Promise<Row | undefined>;
  leadsNamed(firstName: string, lastName: string): Promise<readonly Row[]>;
  state(appointmentId: string): Promise<SyncAppointmentState | undefined>;
  retry(appointmentId: string): Promise<void>;
  linkTo(appointmentId: string): string | undefined;
}

export interface StageOptions {
  readonly stack: Stack;
  readonly temporal: {
    readonly address: string;
    readonly namespace: string;
    readonly uiUrl?: string | undefined;
  };
  readonly tenant: string;
}

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

  return {
    coconut,
    async book(booking) {
      const document = (await coconut("POST", "sandbox/appointments", booking)) as { data: { id: string } };
      return document.data.id;
    },
    dynamics: (method, path, body) => call(`${stack.dataverseUrl}/sandbox/${path}`, method, body),
    async appointmentRow(id) {
      const activityId = (await state(id))?.saved?.activityId;
      return (await rows("appointments")).find((row) => row["activityid"] === activityId);
    },
    leadsNamed: async (firstName, lastName) =>
      (await rows("leads")).filter((row) => row["firstname"] === firstName && row["lastname"] === lastName),
    state,
    retry: (id) => handle(id).signal(retrySignal),
    linkTo: (id) =>
      temporal.uiUrl &&
      `${temporal.uiUrl}/namespaces/${temporal.namespace}/workflows/${workflowIdFor(tenant, id)}`,
    [Symbol.asyncDispose]: () => connection.close(),
  };
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

/** Polls until there is something; undefined when there never was. */
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
