import type { IncomingMessage } from "node:http";

/** One exchange with the API, the same whether it came over a socket or inside a batch. */
export interface ApiRequest {
  readonly method: string;
  /** What follows the service root, as sent: path and query, still percent-encoded. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body as it came, where it came over a socket: files are no text. */
  readonly bytes?: Buffer;
}

export interface ApiReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** In place of a text. */
  readonly bytes?: Buffer;
  /** The row that was written, where no header names it: what a Content-ID stands for. */
  readonly address?: string;
}

const maxBodyBytes = 32 * 1024 * 1024;

/** The body as text, or undefined if it is larger than the service would take. */
export async function readBody(message: IncomingMessage): Promise<string | undefined> {
  return (await readBytes(message))?.toString("utf8");
}

export async function readBytes(message: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    const bytes: Buffer = chunk;
    size += bytes.length;
    if (size <= maxBodyBytes) chunks.push(bytes);
  }
  return size > maxBodyBytes ? undefined : Buffer.concat(chunks);
}

export function flattenHeaders(message: IncomingMessage): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return flat;
}

/** Where a request was sent, with the host as its sender spells it: addresses in answers begin with it. */
export function originOf(message: IncomingMessage): string {
  const scheme = "encrypted" in message.socket ? "https" : "http";
  const host = message.headers.host ?? "";
  return `${scheme}://${/^[\w.-]{1,255}(?::\d{1,5})?$|^\[[\da-f:.]+\](?::\d{1,5})?$/i.test(host) ? host : "127.0.0.1"}`;
}

export function hostOf(origin: string): string {
  return origin.replace(/^https?:\/\//, "");
}

/** Splits what follows the origin of an API address from its root; undefined if it is no API address. */
export function belowServiceRoot(url: string): string | undefined {
  const path = url.replace(/^https?:\/\/[^/?#]*/i, "");
  const match = /^\/api\/data\/v(?:8\.[0-2]|9\.\d)\/?([^#]*)/i.exec(path);
  return match && match[1] !== undefined ? match[1] : undefined;
}

/** Answers name rows under the version of the API that was asked. */
export function serviceRootOf(origin: string, url: string): string {
  const version = /^\/api\/data\/v(\d\.\d)\b/i.exec(url)?.[1] ?? "9.2";
  return `${origin}/api/data/v${version}/`;
}

/** For people who read the log: %20 and + as spaces, and anything undecodable as it came. */
export function decodedForReading(url: string): string {
  try {
    return decodeURIComponent(url.replaceAll("+", " "));
  } catch {
    return url;
  }
}

/** The comma-separated preferences of a Prefer header: return=representation, odata.maxpagesize=3, … */
export function preferences(headers: Readonly<Record<string, string>>): Map<string, string> {
  const found = new Map<string, string>();
  for (const match of (headers.prefer ?? "").matchAll(/([\w.-]+)\s*(?:=\s*("[^"]*"|[^,;]*))?/g)) {
    if (match[1]) found.set(match[1].toLowerCase(), (match[2] ?? "").trim().replaceAll('"', ""));
  }
  return found;
}
