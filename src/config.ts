/** The environment → Config. The only reader of the environment; every problem in it is named in one error. */
import { existsSync, readFileSync } from "node:fs";
import { msToNumber } from "@temporalio/common/lib/time.js";
import { loadClientConnectConfig } from "@temporalio/envconfig";
import { z } from "zod";
import type { Mapping } from "./appointments/mapping.ts";
import { parseMapping } from "./appointments/mapping-file.ts";
import { parseWireMap, type WireMap } from "./coconut/wire-map.ts";
import type { Credential } from "./dataverse/sign-in.ts";
import { parseProfile, type ProfileSettings, type WebhookProfile } from "./webhooks/profiles.ts";

type Environment = Readonly<Record<string, string | undefined>>;
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
}

export interface WorkerConfig {
  readonly host: string;
  readonly port: number;
  readonly logLevel: string;
  readonly temporal: TemporalSettings;
  readonly tenant: string;
  readonly dataverse: {
    readonly url: string;
    readonly tenantId: string;
    readonly clientId: string;
    readonly credential: Credential;
    readonly authorityHost: string;
  };
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
    dataverse: {
      url: read(() => serviceUrl(env, "DATAVERSE_URL")),
      tenantId: read(() => text(env, "AZURE_TENANT_ID")),
      clientId: read(() => text(env, "AZURE_CLIENT_ID")),
      credential: read(() => credential(env)),
      authorityHost: read(() => serviceUrl(env, "AZURE_AUTHORITY_HOST", "https://login.microsoftonline.com")),
    },
    mapping: read(() => {
      const { wire: _wire, ...mapping } = mappingFile(env);
      return parseMapping(mapping);
    }),
    metricsAddress: env["WORKER_METRICS_ADDRESS"] || undefined,
  }));
}

/** Runs every reader, so that one error can name all that is wrong. */
function collect<T>(build: (read: <V>(reader: () => V) => V) => T): T {
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

function text(env: Environment, name: string, fallback?: string): string {
  const value = env[name]?.trim() || fallback;
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}

function port(env: Environment, name: string, fallback: number): number {
  const digits = text(env, name, String(fallback));
  if (/^\d{1,5}$/.test(digits) && Number(digits) <= 65_535) return Number(digits);
  throw new Error(`${name} must be a port number, 0 to 65535`);
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

/** It becomes part of every Workflow Id. */
function tenant(env: Environment): string {
  const value = text(env, "COCONUT_TENANT");
  if (/^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/.test(value)) return value;
  throw new Error("COCONUT_TENANT must be the company's name in its Coconut address: letters, digits, - _ .");
}

/** https, or plain http to this machine, where a stand-in runs. */
function serviceUrl(env: Environment, name: string, fallback?: string): string {
  const value = text(env, name, fallback);
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const isLoopback = url !== undefined && ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
  if (url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback)) return url.origin;
  throw new Error(`${name} must be an https address, such as https://contoso.crm.dynamics.com`);
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

function credential(env: Environment): Credential {
  const given: Credential[] = [];
  const secret = env["AZURE_CLIENT_SECRET"];
  const certificate = env["AZURE_CLIENT_CERTIFICATE_PATH"];
  const tokenFile = env["AZURE_FEDERATED_TOKEN_FILE"];
  if (secret) given.push({ kind: "secret", secret });
  if (certificate) given.push({ kind: "certificate", path: certificateFile(certificate) });
  if (tokenFile) given.push({ kind: "federated", tokenFile });
  const [first, ...others] = given;
  if (first !== undefined && others.length === 0) return first;
  throw new Error(
    "exactly one of AZURE_CLIENT_SECRET, AZURE_CLIENT_CERTIFICATE_PATH and AZURE_FEDERATED_TOKEN_FILE must be set",
  );
}

function certificateFile(path: string): string {
  const pem = existsSync(path) ? readFileSync(path, "utf8") : "";
  if (/BEGIN CERTIFICATE/.test(pem) && /BEGIN [A-Z ]*PRIVATE KEY/.test(pem)) return path;
  throw new Error(
    "AZURE_CLIENT_CERTIFICATE_PATH must name a PEM file with the certificate and its private key",
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
