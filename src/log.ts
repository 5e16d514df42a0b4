/** Logs: one JSON line per event on standard output, ids as fields, never a payload or a person. */
import { type Logger, pino } from "pino";

export type { Logger } from "pino";

const secretive = ["authorization", "headers", "body", "payload", "secret", "token"];

export function createLog(name: string, level: string): Logger {
  return pino({
    name,
    level,
    // A slip of the pen must not become a leak: these are dropped wherever they turn up.
    redact: { paths: secretive.flatMap((key) => [key, `*.${key}`]), remove: true },
    serializers: { err: describeError },
  });
}

/** Without an error's other properties: those of a failed request quote what was sent. */
function describeError(error: unknown) {
  if (!(error instanceof Error)) return { message: "not an Error" };
  return { name: error.name, message: error.message, stack: error.stack };
}
