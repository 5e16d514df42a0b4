import type { NextFunction, Request, Response } from "express";

const mostKept = 1000;
const secretHeaders: ReadonlySet<string> = new Set(["authorization", "cookie"]);

/** One request to the Open API or the log-in. */
export interface LoggedRequest {
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, unknown>>;
  /** Without its password; missing until the body has been read. */
  body?: unknown;
  /** Missing while the request is not answered, and if its connection was dropped. */
  status?: number;
}

/** The log, and the middleware that writes it. */
export type RequestLog = ReturnType<typeof createRequestLog>;

/** Keeps the latest thousand requests to the Open API and the log-in. */
export function createRequestLog() {
  let requests: LoggedRequest[] = [];

  return {
    list: (): readonly LoggedRequest[] => requests,
    clear: (): void => void (requests = []),

    record(this: void, request: Request, response: Response, next: NextFunction): void {
      const { pathname, search } = new URL(request.originalUrl, "http://sandbox");
      const headers = Object.entries(request.headers).filter(([name]) => !secretHeaders.has(name));
      const entry: LoggedRequest = {
        at: new Date().toISOString(),
        method: request.method,
        path: pathname,
        query: search.slice(1),
        headers: Object.fromEntries(headers),
      };
      requests = [...requests.slice(1 - mostKept), entry];
      response.once("close", () => {
        if (request.body !== undefined) entry.body = withoutPassword(request.body);
      });
      response.once("finish", () => {
        entry.status = response.statusCode;
        if (request.body !== undefined) entry.body = withoutPassword(request.body);
      });
      next();
    },
  };
}

function withoutPassword(body: unknown): unknown {
  if (typeof body !== "object" || body === null || !("password" in body)) return body;
  const { password: _password, ...rest } = body;
  return rest;
}
