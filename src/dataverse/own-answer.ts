/** What tells Dataverse's own answers from those that something on the way gave in its place. */
import type { HttpHead } from "../http/exchange.ts";
import type { Operation, OperationAnswer } from "./batch.ts";

/** Dataverse's error object. Other services have one too: theirs has no code, or one that is a word. */
export function errorObjectOf(
  body: unknown,
): { readonly code: string; readonly message: string } | undefined {
  const { code, message } =
    (body as { error?: { code?: unknown; message?: unknown } } | undefined)?.error ?? {};
  if (typeof code !== "string" || !/^(?:0x[\da-f]*)?$/i.test(code)) return undefined;
  if (typeof message !== "string") return code === "" ? undefined : { code, message: "" };
  return { code, message };
}

/** Whether it demands a token, in which Dataverse has no error object; a proxy demands other credentials, or names none. */
export function isTokenDemand({ status, headers }: HttpHead): boolean {
  return status === 401 && /\bbearer\b/i.test(headers["www-authenticate"] ?? "");
}

const ownHeaders = ["odata-version", "odata-entityid", "x-ms-service-request-id"] as const;

/** Whether it has what Dataverse's successes have: a proxy's "200 OK", or its 204, must not pass for a row that was written. */
export function isOwnSuccess({ headers, body }: Pick<OperationAnswer, "headers" | "body">): boolean {
  return ownHeaders.some((name) => headers[name] !== undefined) || contextOf(body) !== undefined;
}

/** Whether it may be the answer to that request: rows say of which table they are. */
export function isAnswerTo({ method, path }: Operation, { body }: OperationAnswer): boolean {
  const rowsOf = /#(\w+)/.exec(contextOf(body) ?? "")?.[1];
  return method !== "GET" || rowsOf === undefined || rowsOf === /^\w*/.exec(path)?.[0];
}

function contextOf(body: unknown): string | undefined {
  const context = (body as Readonly<Record<string, unknown>> | undefined | null)?.["@odata.context"];
  return typeof context === "string" ? context : undefined;
}
