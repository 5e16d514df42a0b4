import { expect } from "vitest";
import { startDataverseSandbox, type DataverseSandbox } from "../src/server.ts";

type Json = Record<string, unknown>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; empty if there is none. */
  readonly json: Json;
}

export interface Part {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly contentId?: string;
}

export type SandboxClient = Awaited<ReturnType<typeof openSandbox>>;

type Options = Parameters<typeof startDataverseSandbox>[0];
type Connection = Pick<DataverseSandbox, "url" | "authorityHost" | "tenantId" | "clientId" | "clientSecret">;

/** A sandbox of this process, with a token in hand. */
export async function openSandbox(options?: Options) {
  const sandbox = await startDataverseSandbox(options);
  const caller = await openClient(sandbox);
  return { ...caller, sandbox, [Symbol.asyncDispose]: () => sandbox[Symbol.asyncDispose]() };
}

/** A token in hand for a sandbox that runs already. */
export async function openClient(sandbox: Connection) {
  const token = await getToken(sandbox);

  async function send(
    method: string,
    path: string,
    body?: string,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(`${sandbox.url}/api/data/v9.2/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...headers },
      ...(body === undefined ? {} : { body }),
    });
    return readAnswer(response);
  }

  async function control(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${sandbox.url}/sandbox/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status} ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  }

  return {
    token,
    send,
    control,
    get: (path: string, headers?: Record<string, string>) => send("GET", path, undefined, headers),
    write: (method: string, path: string, body: unknown, headers: Record<string, string> = {}) =>
      send(method, path, JSON.stringify(body), { "content-type": "application/json", ...headers }),
    batch: (body: string, headers: Record<string, string> = {}) =>
      send("POST", "$batch", body, { "content-type": 'multipart/mixed; boundary="batch_b"', ...headers }),
  };
}

async function getToken(sandbox: Connection): Promise<string> {
  const { json } = await requestToken(sandbox, {});
  return String(json.access_token);
}

export async function requestToken(
  sandbox: Connection,
  changes: Record<string, string>,
  tenant = sandbox.tenantId,
): Promise<Answer> {
  const form = {
    grant_type: "client_credentials",
    client_id: sandbox.clientId,
    client_secret: sandbox.clientSecret,
    scope: `${sandbox.url}/.default`,
    ...changes,
  };
  const url = `${sandbox.authorityHost}/${tenant}/oauth2/v2.0/token?client-request-id=1`;
  return readAnswer(await fetch(url, { method: "POST", body: new URLSearchParams(form) }));
}

async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("application/json") ?? false;
  const body: unknown = isJson && text !== "" ? JSON.parse(text) : {};
  return { status: response.status, headers: response.headers, text, json: isObject(body) ? body : {} };
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function asRows(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The rows of a list answer. */
export function rowsOf(answer: Answer): Json[] {
  return asRows(answer.json.value);
}

export function batchOf(...parts: readonly string[]): string {
  return `${parts.map((part) => `--batch_b\r\n${part}`).join("")}--batch_b--\r\n`;
}

export function changeSet(...parts: readonly Part[]): string {
  const inner = parts.map(
    (part, index) => `--set_s\r\n${operation({ contentId: String(index + 1), ...part })}`,
  );
  return `Content-Type: multipart/mixed; boundary=set_s\r\n\r\n${inner.join("")}--set_s--\r\n`;
}

export function operation({ method, path, body, headers = {}, contentId }: Part): string {
  const url =
    path.startsWith("http") || path.startsWith("$") || path.startsWith("/") ? path : `/api/data/v9.2/${path}`;
  const lines = Object.entries({ "Content-Type": "application/json", ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return [
    "Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n",
    contentId === undefined || contentId === "" ? "" : `Content-ID: ${contentId}\r\n`,
    `\r\n${method} ${url} HTTP/1.1\r\n${lines.join("")}\r\n`,
    body === undefined ? "" : `${JSON.stringify(body)}\r\n`,
  ].join("");
}

/** Statuses of the answers inside a batch answer, in order. */
export function statusesIn(answer: Answer): number[] {
  return [...answer.text.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map((match) => Number(match[1]));
}

/** Waits until every fault has struck as often as it was told: what they delay is there by then. */
export async function haveStruck(caller: Pick<SandboxClient, "control">): Promise<void> {
  await expect.poll(() => caller.control("GET", "faults")).toEqual([]);
}

export const leadId = "11111111-1111-4111-8111-111111111111";
export const appointmentId = "22222222-2222-4222-8222-222222222222";
