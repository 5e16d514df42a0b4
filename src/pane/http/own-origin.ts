/** Whether a request that changes something comes from our own pages. Browsers say so and pages cannot forge it. */
import type { Request, RequestHandler } from "express";
import { Refusal } from "./refusal.ts";

const foreign = {
  status: 403,
  code: "foreign_origin",
  message: "This address is for the pane's own pages.",
} as const;

/** The page says where it is from; a form under `no-referrer` says "null", but the browser says "same-origin". */
export function isFromOwnPage({ headers }: Request, own: string): boolean {
  const { origin } = headers;
  if (origin !== undefined && origin !== "null") return origin === own;
  return headers["sec-fetch-site"] === "same-origin";
}

/** For requests that prove themselves by a token or a verifier: those of programs have no Origin. */
export function refuseForeignOrigin(own: string): RequestHandler {
  return ({ headers }, _response, next) => {
    if (headers.origin !== undefined && headers.origin !== own) throw new Refusal(foreign);
    next();
  };
}

export function requireOwnPage(own: string): RequestHandler {
  return (request, _response, next) => {
    if (!isFromOwnPage(request, own)) throw new Refusal(foreign);
    next();
  };
}
