/** The lines that Temporal's SDK logs, made fit for our log: no payloads, no noise at WARN, no line a thousand times. */
import type { LogLevel } from "@temporalio/common";

/** One line of the SDK, and what is left of it. */
export interface SdkLine {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Said at the start of each Worker that has Activities only, or Workflows only, as ours have on purpose. */
const expected = /^No (?:workflows|activities) registered, not polling/;

/** A Workflow Task that Temporal cannot take: who is stuck is found by stuck-workflows.ts, but that takes a minute. */
const failures =
  /^(?:Failing workflow task|Failing legacy query request|Error while completing workflow activation|\[TMPRL\d+\])/;

const onceInMs = 60_000;
const mostRemembered = 1_000;

/** Undefined: the same was logged within the last minute, since Temporal tries a failed Workflow Task again at once. */
export function createSdkLogFilter(now: () => number = Date.now): (line: SdkLine) => SdkLine | undefined {
  const lastAt = new Map<string, number>();

  function isRepeated(key: string): boolean {
    const at = now();
    const before = lastAt.get(key);
    if (before !== undefined && at - before < onceInMs) return true;
    lastAt.delete(key);
    lastAt.set(key, at);
    const oldest = lastAt.keys().next();
    if (lastAt.size > mostRemembered && !oldest.done) lastAt.delete(oldest.value);
    return false;
  }

  return ({ level, message, fields }) => {
    if (expected.test(message)) return { level: "DEBUG", message, fields };
    if (!failures.test(message)) return { level, message, fields: describeErrors(fields) };
    const { failure, error, ...rest } = fields;
    const reason = [failure, error].map(reasonOf).find((found) => found !== undefined);
    if (isRepeated(`${message} ${JSON.stringify([rest["runId"], reason])}`)) return undefined;
    return { level: "ERROR", message, fields: { ...rest, ...(reason !== undefined && { reason }) } };
  };
}

/** Temporal's own sentence out of Core's description of a failure, which holds payloads as well. */
function reasonOf(description: unknown): string | undefined {
  if (typeof description !== "string") return undefined;
  const sentence = /"((?:\[TMPRL\d+\]|BadSearchAttributes)[^"]*)"/.exec(description)?.[1];
  const cause = (/force_cause: (\w+)/.exec(description) ?? /^code: '([^']*)'/.exec(description))?.[1];
  return sentence ?? (cause === undefined || cause === "Unspecified" ? undefined : cause);
}

/** Core's errors are text, not an Error. */
function describeErrors(fields: SdkLine["fields"]): SdkLine["fields"] {
  const { error, ...rest } = fields;
  if (error === undefined) return fields;
  return error instanceof Error
    ? { ...rest, err: error }
    : { ...rest, reason: typeof error === "string" ? error.slice(0, 500) : "unknown" };
}
