/** Logs: one JSON line per event on standard output, ids as fields, never a payload or a person. */
import { type Logger, pino } from "pino";

/** The logger of pino; below the wiring it is imported as a type only. */
export type { Logger } from "pino";

const secretive = ["authorization", "headers", "body", "payload", "secret", "token"];

/** Writes to standard output from `level` on. */
export function createLog(name: string, level: string): Logger {
  return pino({
    name,
    level,
    // Logged by mistake, these would be a leak: they are removed at the top and one level below.
    redact: { paths: secretive.flatMap((key) => [key, `*.${key}`]), remove: true },
    serializers: { err: describeError },
  });
}

/** Name, message and stack only: other properties of an error may hold what was sent. */
function describeError(error: unknown) {
  if (!(error instanceof Error)) return { message: "not an Error" };
  return { name: error.name, message: error.message, stack: error.stack };
}
