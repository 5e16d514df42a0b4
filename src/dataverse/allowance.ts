/** Reads what Dynamics says is left of its service protection limits, to slow down before it has to refuse. */
import type { HttpHead } from "../http/exchange.ts";

/** What is left: a share of the most that was ever left, and the gap between requests that lets it grow again. */
export interface Allowance {
  readonly share: number;
  readonly gapMs: number;
}

/** Takes note of an answer; undefined where it says nothing of the limits. */
export type NoteAllowance = (head: HttpHead) => Allowance | undefined;

/**
 * At a tenth of what is allowed requests are sent as fast as Dynamics forgets old ones (6,000 in five minutes); at less,
 * slower by the square: several workers, or a smaller allowance, find their pace a little below.
 */
const levelShare = 0.1;
const levelGapMs = 50;

/**
 * Remembers the most that was ever left, which stands for what is allowed. The numbers describe one server of Dynamics'
 * many and one moment: they slow us down, but never stop us.
 */
export function createAllowanceReader(): NoteAllowance {
  let mostRequests = 1;
  let mostSeconds = 1;
  return ({ headers }) => {
    const requests = readNumber(headers["x-ms-ratelimit-burst-remaining-xrm-requests"]);
    const seconds = readNumber(headers["x-ms-ratelimit-time-remaining-xrm-requests"]);
    if (requests === undefined && seconds === undefined) return undefined;
    mostRequests = Math.max(mostRequests, requests ?? 0);
    mostSeconds = Math.max(mostSeconds, seconds ?? 0);
    const share = Math.min((requests ?? mostRequests) / mostRequests, (seconds ?? mostSeconds) / mostSeconds);
    return { share, gapMs: levelGapMs * (levelShare / share) ** 2 };
  };
}

/** Dataverse writes thousands with commas: `1,200.00`. */
function readNumber(header: string | undefined): number | undefined {
  const number = Number(header?.replaceAll(",", "") || Number.NaN);
  return Number.isFinite(number) && number >= 0 ? number : undefined;
}
