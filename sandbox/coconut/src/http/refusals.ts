/** How errors become answers, and what is refused before any route. */
import { STATUS_CODES } from "node:http";
import type { ErrorRequestHandler, NextFunction, Request, Response } from "express";
import { notFound, Refusal } from "../model/refusal.ts";

/** Answers an error of the Open API or the log-in as JSON:API errors. */
export function answerOpenApiError(
  error: unknown,
  _request: Request,
  response: Response,
  next: NextFunction,
): void {
  if (response.headersSent) {
    next(error);
    return;
  }
  const { status, title, problems } = asRefusal(error);
  const errors = problems.map(({ detail, pointer, parameter }) => {
    const source = {
      ...(pointer !== undefined && { pointer }),
      ...(parameter !== undefined && { parameter }),
    };
    return { status: String(status), title, detail, ...(Object.keys(source).length > 0 && { source }) };
  });
  response.status(status).json({ errors });
}

/** Answers an error of the control plane or the page as `{"error": "…"}`; what is a 422 elsewhere is a 400 here. */
export const answerControlError: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  const refusal = asRefusal(error);
  response.status(refusal.status === 422 ? 400 : refusal.status).json({ error: refusal.message });
};

/** Throws a 404 that names the method and the path. */
export function refuseUnknownAddress(request: Request): void {
  throw notFound(`there is nothing at ${request.method} ${request.baseUrl}${request.path}`);
}

/**
 * Refuses changes from pages of other origins: a page that happens to be open must not book here or redirect
 * webhooks.
 */
export function refuseOtherOrigins(request: Request, _response: Response, next: NextFunction): void {
  const origin = request.headers.origin;
  if (origin !== undefined && request.method !== "GET" && !isOwn(origin, request.headers.host)) {
    throw new Refusal(403, "Forbidden", [{ detail: "only the sandbox's own page may do this" }]);
  }
  next();
}

function isOwn(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** Errors of Express and the body parser carry a status; any other is a fault of ours, logged and not shown. */
function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const status = error instanceof Error && "status" in error ? Number(error.status) : 500;
  if (status >= 400 && status < 500) {
    const title = STATUS_CODES[status] ?? "Refused";
    const detail = explained[status] ?? "the request cannot be read";
    return new Refusal(status, title, [{ detail }]);
  }
  console.error(error);
  return new Refusal(500, "Internal Server Error", [{ detail: "the sandbox failed; its log says why" }]);
}

const explained: Readonly<Record<number, string>> = {
  400: "the body is not JSON, or the address is malformed",
  413: "the body is larger than 256 kB",
  415: "the body's encoding is not supported",
};
