import { STATUS_CODES } from "node:http";
import { createDelays, isFaultFor } from "@coconut-dynamics/sandbox-kit/faults";
import type { NextFunction, Request, Response } from "express";
import { Refusal } from "../model/refusal.ts";

/** What goes wrong, and with which calls: every call, if `path` and `method` are left out. */
export interface Fault {
  /** Part of the path with the query. */
  readonly path?: string | undefined;
  readonly method?: string | undefined;
  times: number;
  readonly status?: number | undefined;
  /** Seconds, sent as Retry-After with `status`. */
  readonly retryAfter?: number | undefined;
  readonly delayMs?: number | undefined;
  /** Closes the connection without an answer: before the call is carried out, or after. */
  readonly drop?: "before" | "after" | undefined;
}

/** The arranged faults, and the middleware that applies them. */
export type Faults = ReturnType<typeof createFaults>;

/** Keeps the arranged faults, none at first. */
export function createFaults() {
  let arranged: Fault[] = [];
  const delays = createDelays();

  function take(request: Request): Fault | undefined {
    const call = { method: request.method, path: request.originalUrl };
    const fault = arranged.find((one) => one.times > 0 && isFaultFor(one, call));
    if (fault) fault.times -= 1;
    return fault;
  }

  return {
    add: (fault: Fault): void => void arranged.push(fault),
    list: (): readonly Fault[] => arranged.filter(({ times }) => times > 0),
    /** Removes every fault; calls that a `delayMs` delays go on. */
    clear(): void {
      arranged = [];
      delays.callOff();
    },

    /** The middleware. It returns its promise, so that Express hands a rejection to the error handler. */
    async strike(this: void, request: Request, response: Response, next: NextFunction): Promise<void> {
      const fault = take(request);
      if (fault?.delayMs !== undefined) await delays.current()(fault.delayMs);
      if (fault?.drop === "before") {
        request.socket.destroy();
        return;
      }
      if (fault?.drop === "after") answerNothing(request, response);
      if (fault?.status !== undefined) {
        if (fault.retryAfter !== undefined) response.set("retry-after", String(fault.retryAfter));
        const title = STATUS_CODES[fault.status] ?? "Arranged";
        throw new Refusal(fault.status, title, [{ detail: "arranged through /sandbox/faults" }]);
      }
      next();
    },
  };
}

function answerNothing(request: Request, response: Response): void {
  response.end = () => {
    request.socket.destroy();
    return response;
  };
}
