/** What an answer, or none, says of Dynamics as a whole: whether it can be asked. What it says of a row is not decided here. */
import type { HttpAnswer } from "../http/exchange.ts";
import { readRetryAfterMs } from "../http/retry-after.ts";
import type { DataverseSignInError } from "./errors.ts";
import type { Obstacle } from "./gate.ts";
import { errorObjectOf, isOwnSuccess, isTokenDemand } from "./own-answer.ts";

/**
 * - `answered`: Dynamics itself answered, be it with a refusal of the row.
 * - `pause`: nothing may be sent for `ms`, which were named to us.
 * - `failed`: it may be that Dynamics cannot be asked; `isCertain`: it is so, whatever the request was.
 */
export type Outcome =
  | { readonly kind: "answered" }
  | ({ readonly kind: "pause"; readonly ms: number } & Pick<Obstacle, "code"> & Why)
  | ({ readonly kind: "failed"; readonly isCertain: boolean } & Pick<Obstacle, "code"> & Why);

interface Why {
  readonly obstacle: Obstacle["kind"];
}

/** OrganizationDisabled, and an organisation in administration mode. */
const switchedOffCodes = new Set(["0x8004a104", "0x8004a113"]);
/** These refuse the request for its size, and not always in Dataverse's own words. */
const tooLargeStatuses = new Set([413, 414, 431]);

/** No answer came, or not the whole of it. */
export const noAnswer = {
  kind: "failed",
  obstacle: "unavailable",
  isCertain: false,
} as const satisfies Outcome;

/** Reads an answer; a 401 is one that a new token did not help against. */
export function outcomeOf(answer: HttpAnswer): Outcome {
  const { status, headers } = answer;
  const ms = readRetryAfterMs(headers["retry-after"], new Date()) ?? 0;
  if ((status === 429 || status === 503) && ms > 0) return { kind: "pause", obstacle: "throttled", ms };
  if (status === 429) return { kind: "failed", obstacle: "throttled", isCertain: false };
  if (status < 300) return isSuccess(answer) ? { kind: "answered" } : noAnswer;
  const code = errorObjectOf(parsed(answer.text))?.code.toLowerCase();
  if (isTokenDemand(answer) || (status === 401 && code !== undefined))
    return { kind: "failed", obstacle: "signIn", isCertain: true };
  if (switchedOffCodes.has(code ?? "")) return { ...noAnswer, isCertain: true };
  if (tooLargeStatuses.has(status)) return { kind: "answered" };
  // Without Dataverse's error object it is a gateway's page. With it, a 5xx may be one row's fault, or its database's.
  return code === undefined || status >= 500 || status === 408 ? noAnswer : { kind: "answered" };
}

/** Reads a failed sign-in: no request can be sent without a token. */
export function outcomeOfSignIn({ code, retryAfterMs, isOutage }: DataverseSignInError): Outcome {
  const obstacle = isOutage ? "unavailable" : "signIn";
  if (retryAfterMs !== undefined) return { kind: "pause", obstacle, ms: retryAfterMs, code };
  return { kind: "failed", obstacle, isCertain: true, code };
}

/** Of a batch no more is read here: what each part says is about a row. */
function isSuccess({ headers, text }: HttpAnswer): boolean {
  return (
    /^multipart\/mixed\b/i.test(headers["content-type"] ?? "") ||
    isOwnSuccess({ headers, body: parsed(text) })
  );
}

/** Undefined for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
