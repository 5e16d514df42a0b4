/** Headers that tell a browser what it may do with an answer. */
import type { RequestHandler } from "express";

/** Headers of every answer. No Cross-Origin-Opener-Policy: it would cut the login window off from the pane that opened it. */
export const securityHeaders: RequestHandler = (_request, response, next) => {
  response.set({
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
  });
  next();
};

/** Content-Security-Policy of a page. No X-Frame-Options beside it, which cannot list origins. */
export function pagePolicy(frameAncestors: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${frameAncestors}`,
  ].join("; ");
}
