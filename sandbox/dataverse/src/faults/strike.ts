import type { ServerResponse } from "node:http";
import { notSignedIn } from "../errors/callers.ts";
import { DataverseError } from "../errors/dataverse-error.ts";
import { originOf, type ApiReply } from "../transport/http.ts";
import { tenantId } from "../identity.ts";
import { errorReply } from "../call/replies.ts";
import type { Fault, Strike } from "./faults.ts";
import { problems, type Problem } from "./problems.ts";

/** Answers a request as the fault says; without a fault, with the reply of `handle`. */
export async function strike(
  response: ServerResponse,
  fault: Strike | undefined,
  send: (reply: ApiReply) => void,
  handle: () => ApiReply | Promise<ApiReply>,
): Promise<void> {
  if (fault?.delayMs !== undefined) await fault.delay(fault.delayMs);
  const problem = fault?.problem && problems[fault.problem];
  const status = fault?.status ?? problem?.status;
  if (fault?.drop === "before") {
    response.socket?.destroy();
  } else if (fault?.hang) {
    // The socket stays open, without an answer, until one side closes it.
  } else if (fault && status !== undefined) {
    send(faultReply(response, fault, status, problem));
  } else {
    const reply = await handle();
    if (fault?.drop === "after") response.socket?.destroy();
    else send(reply);
  }
}

const usualCodes: Readonly<Record<number, readonly [code: string, message: string]>> = {
  401: ["", "Authorization has been denied for this request."],
  429: ["0x80072322", "Number of requests exceeded the limit of 6000 over time window of 300 seconds."],
  503: ["0x8004a001", "The service is temporarily unavailable. Please try again later."],
};

function faultReply(
  response: ServerResponse,
  fault: Fault,
  status: number,
  problem: Problem | undefined,
): ApiReply {
  const origin = originOf(response.req);
  const headers: Record<string, string> = {
    ...(fault.retryAfter === undefined ? {} : { "Retry-After": String(fault.retryAfter) }),
    ...(status === 401 && fault.target === "api" ? notSignedIn(`${origin}/${tenantId}`, origin).headers : {}),
  };
  const isGateway = status === 502 || status === 504;
  const isSilent = fault.code === undefined && fault.message === undefined;
  const page = `<html><head><title>${status}</title></head><body></body></html>`;
  const foreign = fault.body ?? (isGateway && isSilent && fault.target === "api" ? page : undefined);
  if (foreign !== undefined) {
    // A gateway in front of the service answers in HTML, or in JSON of its own, not in the service's error envelope.
    const type = foreign.startsWith("{") ? "application/json" : "text/html";
    return { status, headers: { ...headers, "Content-Type": type }, body: foreign, isForeign: true };
  }
  if (fault.target === "token") {
    const body = {
      error: fault.code ?? "temporarily_unavailable",
      error_description: fault.message ?? "The service is temporarily unavailable.",
      // Like Entra, it gives the number at the beginning of the message.
      error_codes: [...(fault.message ?? "").matchAll(/^AADSTS(\d+)/g)].map((match) => Number(match[1])),
    };
    return {
      status,
      headers: { ...headers, "Content-Type": "application/json; charset=utf-8" },
      body: JSON.stringify(body),
    };
  }
  const [code, message] = (problem && [problem.code, problem.message]) ??
    usualCodes[status] ?? ["0x80040216", "An unexpected error occurred."];
  return errorReply(new DataverseError(status, fault.code ?? code, fault.message ?? message, headers), {
    headers: {},
  });
}
