/**
 * The whole product for one test: server, Workers and both stand-ins, speaking HTTP and gRPC over sockets, in a
 * Temporal namespace of its own.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Client, Connection, type WorkflowHandle } from "@temporalio/client";
import { NativeConnection, type Worker } from "@temporalio/worker";
import { Webhook } from "standardwebhooks";
import { vi } from "vitest";
import { type CoconutSandbox, startCoconutSandbox } from "@coconut-dynamics/sandbox-coconut";
import { tryLimitMs } from "@coconut-dynamics/sandbox-coconut/sender";
import { machineTimers, type Timers } from "@coconut-dynamics/sandbox-coconut/timers";
import { type DataverseSandbox, startDataverseSandbox } from "@coconut-dynamics/sandbox-dataverse";
import { createApp } from "../../src/app.ts";
import { workflowIdFor } from "../../src/appointments/ids.ts";
import { readServerConfig, readWorkerConfig } from "../../src/config.ts";
import { createActivityContext, createServerContext } from "../../src/context.ts";
import { createActivityWorker, createBookingWorker, createWorkflowWorker } from "../../src/workers.ts";
import { syncStateQuery } from "../../src/workflows/messages.ts";
import type { SyncAppointmentState } from "../../src/workflows/state.ts";
import type { syncAppointment } from "../../src/workflows/sync-appointment.ts";
import { createCleanup } from "../../tools/cleanup.ts";
import { shared } from "../../tools/tests/shared.ts";
import { createNamespace } from "../../tools/temporal/namespaces.ts";
import { searchAttributeTypes } from "../../tools/temporal/search-attributes.ts";
import { createDynamics, type Dynamics } from "./dynamics.ts";
import { quietTemporal } from "./quiet-temporal.ts";

type Settings = Readonly<Record<string, string>>;

export interface ServiceOptions {
  readonly settlePeriod?: string;
  /** Or what it is, given the address of the server. */
  readonly env?: Settings | ((url: string) => Settings);
  /** Another server than the one all tests share. */
  readonly temporalAddress?: string;
  /** Left out, deliveries are accepted and wait. */
  readonly withWorkers?: boolean;
}

type WorkerChoice = "activities only" | "workflows only";

export interface Service extends AsyncDisposable {
  readonly url: string;
  readonly namespace: string;
  readonly temporal: Client;
  readonly coconut: CoconutSandbox;
  readonly dynamics: Dynamics;
  readonly env: Readonly<Record<string, string>>;
  /** Signs a delivery as Coconut would and posts it; the same body with the same id is a second delivery. */
  deliver(body: { readonly id: string }): Promise<Response>;
  /** `settings`: in place of the service's own. */
  startWorkers(which?: WorkerChoice, settings?: Settings): Promise<AsyncDisposable>;
  /** Its last run, or that one. */
  workflowOf(appointmentId: string, runId?: string): WorkflowHandle<typeof syncAppointment>;
  state(appointmentId: string): Promise<SyncAppointmentState>;
  /** Polls the Workflow until its state is as wanted; shows the last state when it never is. */
  until(
    appointmentId: string,
    isWanted: (state: SyncAppointmentState) => boolean,
    timeoutMs?: number,
  ): Promise<SyncAppointmentState>;
  /** Until the event was dealt with. */
  untilDone(appointmentId: string, eventId: string): Promise<SyncAppointmentState>;
}

export const tenant = "acme";

/** How long Temporal may take for a call where its being slow is no part of the story. */
export const patienceMs = 30_000;

/** By which Coconut is as patient: a try that it gave up and repeated would be a second delivery. */
const timers: Timers = {
  ...machineTimers,
  after: (ms, act) => machineTimers.after(ms === tryLimitMs ? 2 * patienceMs : ms, act),
};

export async function startService(options: ServiceOptions = {}): Promise<Service> {
  quietTemporal();
  const stack = createCleanup();
  const address = options.temporalAddress ?? (await shared("temporal"));
  const namespace = `test-${randomUUID()}`;
  const secret = `whsec_${randomBytes(32).toString("base64")}`;

  const connection = await Connection.connect({ address, connectTimeout: patienceMs });
  stack.defer(() => connection.close());
  await createNamespace(connection, namespace, searchAttributeTypes);
  const temporal = new Client({ connection, namespace });

  const dataverse = stack.use(await startDataverseSandbox({ leastPrivilege: true }));
  // Server and Coconut each need the other's address: the server listens before it knows what to answer.
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  stack.defer(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const webhook = { url: `${url}/webhooks/coconut`, secret, retryScheduleMs: [100, 200, 400], timers };
  const coconut = stack.use(await startCoconutSandbox({ tenant, webhook }));

  const env = {
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: namespace,
    COCONUT_TENANT: tenant,
    COCONUT_WEBHOOK_SECRETS: secret,
    COCONUT_API_URL: coconut.openApiUrl,
    COCONUT_LOGIN_URL: coconut.loginUrl,
    LOG_LEVEL: "silent",
    SETTLE_PERIOD: options.settlePeriod ?? "3650 days",
    ...dataverseSettings(dataverse),
    ...(typeof options.env === "function" ? options.env(url) : options.env),
  };
  if ("PANE_URL" in env) await shared("page");
  server.on("request", createApp(stack.use(createServerContext(readServerConfig(env), patienceMs))));

  const workflowOf: Service["workflowOf"] = (appointmentId, runId) =>
    temporal.workflow.getHandle(workflowIdFor(tenant, appointmentId), runId);
  const state = (appointmentId: string) => workflowOf(appointmentId).query(syncStateQuery);
  const until: Service["until"] = async (appointmentId, isWanted, timeoutMs = 40_000) => {
    const look = async () => {
      const now = await state(appointmentId);
      if (isWanted(now)) return now;
      throw new Error(`The last state: ${JSON.stringify(now, null, 2)}`);
    };
    try {
      return await vi.waitFor(look, { timeout: timeoutMs, interval: 50 });
    } catch (cause) {
      // Thrown here, since the stack of the last look does not name the test that waits.
      throw new Error(`Appointment ${appointmentId} did not get there within ${timeoutMs} ms`, { cause });
    }
  };

  const service: Service = {
    url,
    namespace,
    temporal,
    coconut,
    env,
    dynamics: await createDynamics(dataverse),
    deliver: (body) => postSigned(webhook.url, secret, body),
    startWorkers: (which, settings) => startWorkers({ ...env, ...settings }, which),
    workflowOf,
    state,
    until,
    untilDone: (appointmentId, eventId) =>
      until(appointmentId, ({ events }) =>
        events.some((event) => event.eventId === eventId && event.outcome !== "pending"),
      ),
    [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose](),
  };
  if (options.withWorkers !== false) stack.use(await startWorkers(env));
  return service;
}

export function dataverseSettings(dataverse: DataverseSandbox) {
  return {
    DATAVERSE_URL: dataverse.url,
    AZURE_AUTHORITY_HOST: dataverse.authorityHost,
    AZURE_TENANT_ID: dataverse.tenantId,
    AZURE_CLIENT_ID: dataverse.clientId,
    AZURE_CLIENT_SECRET: dataverse.clientSecret,
  };
}

export async function postSigned(
  url: string,
  secret: string,
  body: { readonly id: string },
): Promise<Response> {
  const text = JSON.stringify(body);
  const now = new Date();
  return fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "webhook-id": body.id,
      "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
      "webhook-signature": new Webhook(secret).sign(body.id, now, text),
    },
    body: text,
  });
}

async function startWorkers(
  env: Readonly<Record<string, string>>,
  which?: WorkerChoice,
): Promise<AsyncDisposable> {
  const stack = createCleanup();
  const activities = stack.use(createActivityContext(readWorkerConfig(env)));
  const connection = await NativeConnection.connect({ address: env["TEMPORAL_ADDRESS"] ?? "" });
  stack.defer(() => connection.close());
  const temporal = { connection, namespace: env["TEMPORAL_NAMESPACE"] ?? "" };
  const bundle = { codePath: await shared("workflowBundle") };
  const workers: Worker[] = [];
  if (which !== "workflows only") {
    workers.push(await createActivityWorker(temporal, activities));
    workers.push(await createBookingWorker(temporal, activities));
  }
  if (which !== "activities only") workers.push(await createWorkflowWorker(temporal, activities, bundle));
  const running = Promise.all(workers.map((worker) => worker.run()));
  stack.defer(async () => {
    for (const worker of workers) worker.shutdown();
    await running;
  });
  return { [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose]() };
}
