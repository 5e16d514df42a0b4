/** What the document says of one route of the server. */
import type { z } from "zod";
import type { RefusalCode } from "@coconut-dynamics/pane/contract";

/** An answer in JSON, one that is a page or a file, or one without a body. */
export type Answer = string | { readonly schema: z.ZodType; readonly description: string };

/** One route with its method, as the document describes it. */
export interface Operation {
  readonly id: string;
  readonly method: "get" | "post" | "delete";
  /** As in the document, `/pane/api/rows/{table}/{id}`. */
  readonly path: string;
  readonly summary: string;
  /** Set where the route exists with one value of PANE_LOGIN only. */
  readonly login?: "password" | "sso";
  /** What proves who asks: a session's token, or the cookie of the login window. */
  readonly proof?: "session" | "loginWindow";
  readonly parameters?: Partial<Record<"path" | "query" | "header", z.ZodObject>>;
  readonly body?: z.ZodType;
  readonly bodyType?: "application/json" | "application/x-www-form-urlencoded";
  /** The media type of the answers that are no JSON. */
  readonly mediaType?: "text/html" | "text/css" | "text/javascript";
  /** By status: in words an answer without JSON, else the schema. */
  readonly answers: Readonly<Record<number, Answer>>;
  /** The codes of the refusals in JSON, by status. */
  readonly refusals?: Readonly<Record<number, readonly RefusalCode[]>>;
}

/** Refusals that every route can answer with. */
export const anywhere = { 429: ["too_many"], 500: ["internal_error"] } as const;
/** Refusals of routes that take JSON. */
export const ofBody = {
  400: ["malformed"],
  413: ["too_large"],
  415: ["wrong_type"],
  422: ["invalid"],
} as const;
/** Refusals of routes that want a session. */
export const ofSession = { ...anywhere, 401: ["session_expired"], 403: ["foreign_origin"] } as const;
