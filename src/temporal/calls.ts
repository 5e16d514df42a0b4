/** Calls to Temporal: the time limit that each of them has, and what their errors mean. */
import {
  type ConnectionLike,
  isGrpcServiceError,
  NamespaceNotFoundError,
  ServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
} from "@temporalio/client";

/** A call had not been answered when its time was over; Temporal may have carried it out. */
export class TemporalTimeoutError extends Error {
  constructor(limitMs: number) {
    super(`Temporal did not answer within ${limitMs} ms`);
    this.name = "TemporalTimeoutError";
  }
}

/** The time for gRPC's own deadline to be reported. */
const graceMs = 200;

/**
 * Makes one or more calls over the connection. While Temporal is away a call outlives its own deadline, so a clock here
 * ends the wait a little later.
 *
 * @throws TemporalTimeoutError, or the error of the call
 */
export async function callTemporal<T>(
  connection: Pick<ConnectionLike, "withDeadline">,
  timeoutMs: number,
  call: () => Promise<T>,
): Promise<T> {
  const limitMs = timeoutMs + graceMs;
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TemporalTimeoutError(limitMs)), limitMs);
  });
  const calling = connection.withDeadline(Date.now() + timeoutMs, call);
  try {
    return await Promise.race([calling, limit]);
  } finally {
    clearTimeout(timer);
    // Nobody waits any more for a call that fails later.
    calling.catch(() => undefined);
  }
}

/**
 * What an error of a call means:
 * - `already started`: there is a Workflow of this id, and there may be only one
 * - `not found`: there is no Workflow of this id, or it has ended
 * - `refused`: the call is wrong, or the namespace or the permission is missing; it fails until somebody repairs that
 * - `unreachable`: everything else; Temporal may have carried the call out
 */
export type TemporalFailure = "already started" | "not found" | "refused" | "unreachable";

const invalidArgument = 3;

/** gRPC: INVALID_ARGUMENT, NOT_FOUND (of something else than a Workflow), PERMISSION_DENIED, UNAUTHENTICATED. */
const refusals: ReadonlySet<number | undefined> = new Set([invalidArgument, 5, 7, 16]);

/** Reads the SDK's errors and the gRPC codes below them. */
export function failureOf(error: unknown): TemporalFailure {
  if (error instanceof WorkflowExecutionAlreadyStartedError) return "already started";
  if (error instanceof WorkflowNotFoundError) return "not found";
  if (error instanceof NamespaceNotFoundError || refusals.has(grpcCodeOf(error))) return "refused";
  return "unreachable";
}

/**
/**
 * Whether Temporal refused a Signal because the run is at a limit of Temporal's own, which nobody can repair:
 * - `too many signals`: the run is open, and takes no more
 * - `too large`: its history has too many events or bytes; Temporal has terminated the run
 */
export function runLimitOf(error: unknown): "too many signals" | "too large" | undefined {
  const cause = grpcErrorOf(error);
  if (cause?.code !== invalidArgument) return undefined;
  if (/limit for signal events/.test(cause.details)) return "too many signals";
  return /workflow (history (size|count)|mutable state size) exceeds limit/i.test(cause.details)
    ? "too large"
    : undefined;
}

/**
 * The error in a few words for a log, without what was sent: `gRPC code 7`, `NamespaceNotFoundError`. Where Temporal's
 * own sentence is about the namespace or a Search Attribute's name or type, it follows.
 */
export function describeFailure(error: unknown): string {
  if (error instanceof NamespaceNotFoundError) return `namespace ${error.namespace} does not exist`;
  const cause = grpcErrorOf(error);
  if (cause === undefined) return error instanceof Error ? error.name : "unknown error";
  const sentence = setupSentences.exec(cause.details)?.[0];
  return sentence === undefined ? `gRPC code ${cause.code}` : `gRPC code ${cause.code}: ${sentence}`;
}

/** A sentence that quotes the value of a Search Attribute is not among them. */
const setupSentences =
  /Namespace \S+ is not found|Namespace \S+ has no mapping defined for search attribute \w+|search attribute \w+ is not defined|invalid value for search attribute \w+ of type \w+|search attribute \w+ value size \d+ exceeds size limit \d+/i;

/** The gRPC status code below the SDK's error; undefined where there is none. */
export function grpcCodeOf(error: unknown): number | undefined {
  return grpcErrorOf(error)?.code;
}

function grpcErrorOf(error: unknown) {
  // A native connection's own errors are called ServiceError as well, and have no cause.
  if (isGrpcServiceError(error)) return error;
  const cause = error instanceof ServiceError ? error.cause : undefined;
  return isGrpcServiceError(cause) ? cause : undefined;
}
