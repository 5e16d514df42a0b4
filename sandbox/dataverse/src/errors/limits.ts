import { DataverseError } from "./dataverse-error.ts";

// Service protection: what a user is told who asks too much of one server.

export function tooManyRequests(limit: number, windowMs: number, retryAfter: number): DataverseError {
  return refused(
    "0x80072322",
    `Number of requests exceeded the limit of ${limit} over time window of ${windowMs / 1000} seconds.`,
    retryAfter,
  );
}

export function tooMuchExecutionTime(limitMs: number, windowMs: number, retryAfter: number): DataverseError {
  return refused(
    "0x80072321",
    `Combined execution time of incoming requests exceeded limit of ${limitMs.toLocaleString("en-US")} milliseconds over time window of ${windowMs / 1000} seconds. Decrease number of concurrent requests or reduce the duration of requests and try again later.`,
    retryAfter,
  );
}

export function tooManyConcurrentRequests(limit: number): DataverseError {
  return refused("0x80072326", `Number of concurrent requests exceeded the limit of ${limit}.`, 2);
}

function refused(code: string, message: string, retryAfter: number): DataverseError {
  return new DataverseError(429, code, message, { "retry-after": String(retryAfter) });
}
