/** The environment → the settings of a process. The only reader of the environment, with the settings it is made of. */
import { msToNumber } from "@temporalio/common/lib/time.js";
import { loadClientConnectConfig } from "@temporalio/envconfig";
import { z } from "zod";
import { coconutApiVariables, tenant } from "./coconut-settings.ts";
import { dataverseVariables } from "./dataverse-settings.ts";
import { combine, type Environment, oneOf, port, readVariables, text } from "./environment.ts";
import { mappingVariables } from "./mapping-settings.ts";
import { paneVariables } from "./pane-settings.ts";
import { webhookVariables } from "./webhook-settings.ts";

const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
const longestPeriodMs = 10 * 366 * 86_400_000;

const durationMs = text.transform((value, context) => {
  try {
    const ms = /[a-z]$/i.test(value) ? msToNumber(value) : 0;
    if (ms >= 1_000 && ms <= longestPeriodMs) return ms;
  } catch {
    // The message below says it.
  }
  context.addIssue("must be a length of time with its unit, 1 second to 10 years");
  return z.NEVER;
});

const commonVariables = z
  .object({
    COCONUT_TENANT: tenant,
    LOG_LEVEL: oneOf(logLevels).prefault("info").meta({ example: "debug" }),
    HOST: text
      .regex(/^[\w.:%-]+$/, "must be an address or a name of this machine, without a port")
      .prefault("127.0.0.1")
      .meta({ example: "0.0.0.0" }),
  })
  .transform((given) => ({ tenant: given.COCONUT_TENANT, logLevel: given.LOG_LEVEL, host: given.HOST }));

/** Temporal's own reader takes these, every other TEMPORAL_ variable and its own configuration file. */
const temporalVariables = combine(
  z
    .object({
      TEMPORAL_ADDRESS: text
        .regex(/^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d+)?$/i, "must be a host and a port")
        .optional()
        .meta({ example: "temporal.bank.example:7233", otherwise: "localhost:7233" }),
      TEMPORAL_NAMESPACE: text.optional().meta({ example: "coconut-dynamics", otherwise: "default" }),
    })
    .transform(() => ({})),
  z.record(z.string(), z.string()).transform((env, context) => {
    try {
      return { temporal: loadClientConnectConfig({ overrideEnvVars: env }) };
    } catch (error) {
      const message = error instanceof Error ? error.message : "cannot be read";
      context.addIssue({ code: "custom", path: ["TEMPORAL_*"], message });
      return z.NEVER;
    }
  }),
);

/** What the server reads; with PANE_URL set, `paneVariables` as well. */
export const serverVariables = combine(
  commonVariables,
  temporalVariables,
  mappingVariables,
  webhookVariables,
  z
    .object({
      PORT: port.prefault("8080").meta({ example: "8443" }),
      SETTLE_PERIOD: durationMs.prefault("7 days").meta({ example: "90 minutes" }),
      DELAYED_AFTER: durationMs.prefault("3 minutes").meta({ example: "10 minutes" }),
    })
    // The periods are handed to each new Workflow.
    .transform((given) => ({
      port: given.PORT,
      periods: { settlePeriodMs: given.SETTLE_PERIOD, delayedAfterMs: given.DELAYED_AFTER },
    })),
);

/** What the worker reads. */
export const workerVariables = combine(
  commonVariables,
  temporalVariables,
  mappingVariables,
  dataverseVariables,
  coconutApiVariables,
  z
    .object({
      WORKER_PORT: port.prefault("9465").meta({ example: "9466" }),
      WORKER_METRICS_ADDRESS: text
        .regex(/^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[\da-f:.]+\]):\d{1,5}$/i, "must be an IP address and a port")
        .optional()
        .meta({ example: "127.0.0.1:9464", otherwise: "off" }),
    })
    .transform((given) => ({ port: given.WORKER_PORT, metricsAddress: given.WORKER_METRICS_ADDRESS })),
);

/** The settings of the server; without `pane` it serves none. */
export type ServerConfig = z.output<typeof serverVariables> & Partial<z.output<typeof paneVariables>>;
/** The settings of the worker. */
export type WorkerConfig = z.output<typeof workerVariables>;
/** How to connect to Temporal, as its own reader of settings says it. */
export type TemporalSettings = WorkerConfig["temporal"];

/** Reads what the server needs. @throws ConfigError */
export function readServerConfig(env: Environment): ServerConfig {
  const hasPane = Boolean(env["PANE_URL"]?.trim());
  return readVariables(hasPane ? combine(serverVariables, paneVariables) : serverVariables, env);
}

/** Reads what the worker needs. @throws ConfigError */
export function readWorkerConfig(env: Environment): WorkerConfig {
  return readVariables(workerVariables, env);
}
