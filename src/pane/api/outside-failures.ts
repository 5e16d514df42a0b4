/** Failures of Coconut, Dynamics and Temporal → refusals. Only reading calls throw these, so nothing was booked. */
import { CoconutError } from "../../coconut/errors.ts";
import { DataverseError, DataverseSignInError } from "../../dataverse/errors.ts";
import { Refusal, type RefusalFacts } from "../http/refusal.ts";

const usualRetrySeconds = 5;

/** Returns the refusal for an error of Coconut's or Dynamics' client, and any other error unchanged. */
export function toRefusal(error: unknown): unknown {
  const facts = factsOf(error);
  return facts ? new Refusal(facts, { cause: error }) : error;
}

function factsOf(error: unknown): RefusalFacts | undefined {
  if (error instanceof CoconutError) {
    const { kind, status = 0, retryAfterMs } = error.facts;
    if (kind === "transport" || status === 429 || status >= 500) return unavailable("coconut", retryAfterMs);
    if (kind === "refused" && [400, 404, 422].includes(status)) {
      return { status: 422, code: "invalid", message: "Coconut does not know this choice (any more)." };
    }
    return { status: 502, code: "coconut_refused", message: "Coconut did not give an answer we can use." };
  }
  if (error instanceof DataverseError) return unavailable("dynamics", error.facts.retryAfterMs);
  if (error instanceof DataverseSignInError) return unavailable("dynamics", error.retryAfterMs);
  return undefined;
}

const names = { coconut: "Coconut", dynamics: "Dynamics", temporal: "Temporal" } as const;

/** The refusal 503 for a system that cannot be reached; `Retry-After` is 5 s where the system did not say. */
export function unavailable(what: keyof typeof names, retryAfterMs?: number): RefusalFacts {
  return {
    status: 503,
    code: `${what}_unavailable`,
    message: `${names[what]} cannot be reached now. Nothing was booked: try again in a moment.`,
    retryAfterSeconds:
      retryAfterMs === undefined ? usualRetrySeconds : Math.max(1, Math.ceil(retryAfterMs / 1000)),
  };
}
