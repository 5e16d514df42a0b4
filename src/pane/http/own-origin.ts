/** Whether a request comes from our own pages: browsers say so in headers that a page cannot forge. */
import type { Request, RequestHandler } from "express";
import { Refusal } from "./refusal.ts";

const foreign = {
  status: 403,
  code: "foreign_origin",
  message: "This address is for the pane's own pages.",
} as const;

/** By Origin; a form under `no-referrer` has the Origin "null", and then Sec-Fetch-Site tells. */
function isFromOwnPage({ headers }: Request, own: string): boolean {
  const { origin } = headers;
  if (origin !== undefined && origin !== "null") return origin === own;
  return headers["sec-fetch-site"] === "same-origin";
}

/** Refuses requests of other origins' pages. One without Origin passes, as it has a token or a verifier. @throws Refusal 403 */
export function refuseForeignOrigin(own: string): RequestHandler {
  return ({ headers }, _response, next) => {
    if (headers.origin !== undefined && headers.origin !== own) throw new Refusal(foreign);
    next();
  };
}

/** Refuses every request that a browser does not say to come from our own page. @throws Refusal 403 */
export function requireOwnPage(own: string): RequestHandler {
  return (request, _response, next) => {
    if (!isFromOwnPage(request, own)) throw new Refusal(foreign);
    next();
  };
}
