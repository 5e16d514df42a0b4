/** The environment → Config. The only reader of the environment; every problem in it is named in one error. */
import { readFileSync } from "node:fs";
import { msToNumber } from "@temporalio/common/lib/time.js";
import { loadClientConnectConfig } from "@temporalio/envconfig";
import { z } from "zod";
import type { Mapping } from "./appointments/mapping.ts";
import { parseMapping } from "./appointments/mapping-file.ts";
import { parseWireMap, type WireMap } from "./coconut/wire-map.ts";
import { type DataverseSettings, readDataverseSettings } from "./dataverse-settings.ts";
import { coconutApiUrl, type Environment, port, type Read, tenant, text } from "./environment.ts";
import { type PaneSettings, readPaneSettings } from "./pane-settings.ts";
import { parseProfile, type ProfileSettings, type WebhookProfile } from "./webhooks/profiles.ts";

export type TemporalSettings = ReturnType<typeof loadClientConnectConfig>;

export interface ServerConfig {
  readonly host: string;
  readonly port: number;
  readonly logLevel: string;
  readonly temporal: TemporalSettings;
  readonly tenant: string;
  readonly webhook: WebhookProfile;
  readonly wireMap: WireMap;
  /** Handed to each new Workflow: how long it stays open after its appointment. */
  readonly settlePeriodMs: number;
  /** Without it there is no pane. */
  readonly pane: PaneSettings | undefined;
}

export interface WorkerConfig {
  readonly host: string;
  readonly port: number;
  readonly logLevel: string;
  readonly temporal: TemporalSettings;
  readonly tenant: string;
  readonly dataverse: DataverseSettings;
  readonly coconutApiUrl: string;
  readonly mapping: Mapping;
  /** `127.0.0.1:9464`: where the Worker's own metrics are to be read, if anywhere. */
  readonly metricsAddress: string | undefined;
}

export class ConfigError extends Error {
  constructor(problems: readonly string[]) {
    super(
      `The configuration is not usable (see docs/configuration.md):\n${problems.map((line) => `  - ${line}`).join("\n")}`,
    );
    this.name = "ConfigError";
  }
}

/** @throws ConfigError */
export function readServerConfig(env: Environment): ServerConfig {
  return collect((read) => ({
    host: read(() => text(env, "HOST", "127.0.0.1")),
    port: read(() => port(env, "PORT", 8080)),
    logLevel: read(() => logLevel(env)),
    temporal: read(() => temporal(env)),
    tenant: read(() => tenant(env)),
    webhook: read(() => parseProfile(profileSettings(env))),
    wireMap: read(() => wireMap(env)),
    settlePeriodMs: read(() => duration(env, "SETTLE_PERIOD", "7 days")),
    pane: env["PANE_URL"] ? readPaneSettings(env, read) : undefined,
  }));
}

/** @throws ConfigError */
export function readWorkerConfig(env: Environment): WorkerConfig {
  return collect((read) => ({
    host: read(() => text(env, "HOST", "127.0.0.1")),
    port: read(() => port(env, "WORKER_PORT", 9465)),
    logLevel: read(() => logLevel(env)),
    temporal: read(() => temporal(env)),
    tenant: read(() => tenant(env)),
    dataverse: readDataverseSettings(env, read),
    coconutApiUrl: read(() => coconutApiUrl(env)),
    mapping: read(() => {
      const { wire: _wire, ...mapping } = mappingFile(env);
      return parseMapping(mapping);
    }),
    metricsAddress: env["WORKER_METRICS_ADDRESS"] || undefined,
  }));
}

/** Runs every reader, so that one error can name all that is wrong. */
function collect<T>(build: (read: Read) => T): T {
  const problems: string[] = [];
  const config = build(<V>(reader: () => V): V => {
    try {
      return reader();
    } catch (error) {
      problems.push(...problemsOf(error));
      return undefined as V;
    }
  });
  if (problems.length > 0) throw new ConfigError([...new Set(problems)]);
  return config;
}

function problemsOf(error: unknown): string[] {
  if (error instanceof z.ZodError) {
    return error.issues.map(({ path, message }) => `MAPPING_FILE: ${path.join(".") || "file"}: ${message}`);
  }
  return [error instanceof Error ? error.message : String(error)];
}

function logLevel(env: Environment): string {
  const value = text(env, "LOG_LEVEL", "info");
  if (/^(fatal|error|warn|info|debug|trace|silent)$/.test(value)) return value;
  throw new Error("LOG_LEVEL must be fatal, error, warn, info, debug, trace or silent");
}

const longestPeriodMs = 10 * 366 * 86_400_000;

function duration(env: Environment, name: string, fallback: string): number {
  const value = text(env, name, fallback);
  try {
    const ms = /[a-z]$/i.test(value) ? msToNumber(value) : 0;
    if (ms >= 1_000 && ms <= longestPeriodMs) return ms;
  } catch {
    // Said below.
  }
  throw new Error(`${name} must be a length of time such as "7 days" or "90 minutes", 1 second to 10 years`);
}

function temporal(env: Environment): TemporalSettings {
  try {
    return loadClientConnectConfig({ overrideEnvVars: defined(env) });
  } catch (error) {
    throw new Error(`TEMPORAL_*: ${error instanceof Error ? error.message : "cannot be read"}`, {
      cause: error,
    });
  }
}

function defined(env: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function profileSettings(env: Environment): ProfileSettings {
  const tolerance = env["COCONUT_WEBHOOK_TOLERANCE_SECONDS"];
  return {
    profile: text(env, "COCONUT_WEBHOOK_PROFILE", "standard"),
    secrets: (env["COCONUT_WEBHOOK_SECRETS"] ?? "").split(/[\s,]+/).filter(Boolean),
    toleranceSeconds: tolerance ? Number(tolerance) : undefined,
    header: env["COCONUT_WEBHOOK_HEADER"],
    algorithm: env["COCONUT_WEBHOOK_ALGORITHM"],
    encoding: env["COCONUT_WEBHOOK_ENCODING"],
    prefix: env["COCONUT_WEBHOOK_PREFIX"],
    signedContent: env["COCONUT_WEBHOOK_SIGNED_CONTENT"],
    timestampHeader: env["COCONUT_WEBHOOK_TIMESTAMP_HEADER"],
    idHeader: env["COCONUT_WEBHOOK_ID_HEADER"],
  };
}

function wireMap(env: Environment): WireMap {
  const { wire = {} } = mappingFile(env);
  try {
    return parseWireMap(wire);
  } catch (error) {
    throw new Error(`MAPPING_FILE: wire: ${error instanceof Error ? error.message : "not usable"}`, {
      cause: error,
    });
  }
}

function mappingFile(env: Environment): { readonly wire?: unknown } & Readonly<Record<string, unknown>> {
  const path = env["MAPPING_FILE"];
  if (!path) return {};
  try {
    const json: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof json === "object" && json !== null && !Array.isArray(json)) return { ...json };
  } catch (error) {
    throw new Error(
      `MAPPING_FILE: ${path} cannot be read: ${error instanceof Error ? error.message : "not JSON"}`,
      {
        cause: error,
      },
    );
  }
  throw new Error(`MAPPING_FILE: ${path} must hold a JSON object`);
}
