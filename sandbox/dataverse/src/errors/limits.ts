// Refusals of service protection, all 429 with Retry-After in seconds.

import { DataverseError } from "./dataverse-error.ts";

/** The user has sent more requests than the limit within the window. */
export function tooManyRequests(limit: number, windowMs: number, retryAfter: number): DataverseError {
  return refused(
    "0x80072322",
    `Number of requests exceeded the limit of ${limit} over time window of ${windowMs / 1000} seconds.`,
    retryAfter,
  );
}

/** The requests of the user have taken more time than the limit within the window. */
export function tooMuchExecutionTime(limitMs: number, windowMs: number, retryAfter: number): DataverseError {
  return refused(
    "0x80072321",
    `Combined execution time of incoming requests exceeded limit of ${limitMs.toLocaleString("en-US")} milliseconds over time window of ${windowMs / 1000} seconds. Decrease number of concurrent requests or reduce the duration of requests and try again later.`,
    retryAfter,
  );
}

/** More requests of the user are running at once than the limit. */
export function tooManyConcurrentRequests(limit: number): DataverseError {
  return refused("0x80072326", `Number of concurrent requests exceeded the limit of ${limit}.`, 2);
}

function refused(code: string, message: string, retryAfter: number): DataverseError {
  return new DataverseError(429, code, message, { "retry-after": String(retryAfter) });
}
