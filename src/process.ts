/** What all processes have in common: reporting why one ended, stopping on a signal. */
import { ConfigError } from "./environment.ts";
import { createLog } from "./log.ts";

/** Runs `main`; an error ends the process with exit code 1 and one line that says why. */
export async function runProcess(name: string, main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    if (error instanceof ConfigError) process.stderr.write(`${error.message}\n`);
    else createLog(name, "error").fatal({ err: firstCause(error) }, "ended by an error");
    // Not by exitCode: Temporal's runtime, and whatever else was started, would keep the process alive.
    process.exit(error instanceof ConfigError ? 2 : 1);
  }
}

/** When clean-up fails as well, the error that came first is reported. */
function firstCause(error: unknown): unknown {
  const { name, suppressed } = (error ?? {}) as { name?: unknown; suppressed?: unknown };
  return name === "SuppressedError" ? firstCause(suppressed) : error;
}

/** Resolves at the first SIGINT or SIGTERM. */
export function untilAskedToStop(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, resolve);
  });
}
