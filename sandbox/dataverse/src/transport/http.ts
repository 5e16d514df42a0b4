import type { IncomingMessage } from "node:http";

/** A request to the Web API, the same whether it arrived over a socket or inside a batch. */
export interface ApiRequest {
  readonly method: string;
  /** Path and query below the service root, as sent, still percent-encoded. */
  readonly target: string;
  /** The headers by name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The bytes of the body, if it arrived over a socket; files are not text. */
  readonly bytes?: Buffer;
}

/** An answer, before it is written to a socket or into a batch. */
export interface ApiReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The body, in place of a text. */
  readonly bytes?: Buffer;
  /** Whether something in front of the service answers: without the headers that the service sends. */
  readonly isForeign?: boolean;
  /** The address of the row that was written, if no header has it; a Content-ID stands for it. */
  readonly address?: string;
}

const maxBodyBytes = 32 * 1024 * 1024;

/** Reads the body as text; undefined if it is larger than the service accepts. */
export async function readBody(message: IncomingMessage): Promise<string | undefined> {
  return (await readBytes(message))?.toString("utf8");
}

/** Reads the body; undefined if it is larger than the service accepts. */
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

/** The headers of a request, with repeated ones joined by commas. */
export function flattenHeaders(message: IncomingMessage): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return flat;
}

/**
 * Scheme and host that a request was sent to, with the host as its sender spelt it; addresses in answers
 * begin with it.
 */
export function originOf(message: IncomingMessage): string {
  const scheme = "encrypted" in message.socket ? "https" : "http";
  const host = message.headers.host ?? "";
  return `${scheme}://${/^[\w.-]{1,255}(?::\d{1,5})?$|^\[[\da-f:.]+\](?::\d{1,5})?$/i.test(host) ? host : "127.0.0.1"}`;
}

/** The host of an origin, with its port. */
export function hostOf(origin: string): string {
  return origin.replace(/^https?:\/\//, "");
}

/** What follows the service root in an address of the Web API; undefined if it is no such address. */
export function belowServiceRoot(url: string): string | undefined {
  const path = url.replace(/^https?:\/\/[^/?#]*/i, "");
  const match = /^\/api\/data\/v(?:8\.[0-2]|9\.\d)\/?([^#]*)/i.exec(path);
  return match && match[1] !== undefined ? match[1] : undefined;
}

/** The service root with the version of the API that was asked, which addresses in answers have too. */
export function serviceRootOf(origin: string, url: string): string {
  const version = /^\/api\/data\/v(\d\.\d)\b/i.exec(url)?.[1] ?? "9.2";
  return `${origin}/api/data/v${version}/`;
}

/** Decodes a URL for the log, with + as a space; one that cannot be decoded stays as it is. */
export function decodedForReading(url: string): string {
  try {
    return decodeURIComponent(url.replaceAll("+", " "));
  } catch {
    return url;
  }
}

/** The preferences of a Prefer header by name: return=representation, odata.maxpagesize=3, … */
export function preferences(headers: Readonly<Record<string, string>>): Map<string, string> {
  const found = new Map<string, string>();
  for (const match of (headers.prefer ?? "").matchAll(/([\w.-]+)\s*(?:=\s*("[^"]*"|[^,;]*))?/g)) {
    if (match[1]) found.set(match[1].toLowerCase(), (match[2] ?? "").trim().replaceAll('"', ""));
  }
  return found;
}
