/** Programs of this repository as processes, which can be killed and started again. */
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Cleanup } from "./cleanup.ts";
import { type ServerProcess, startServerProcess } from "./server-process.ts";

/** What is started: a file of this repository, TypeScript or JavaScript, and how to tell that it is ready. */
export interface ProgramOptions {
  /** Relative to the root of the repository. */
  readonly entry: string;
  readonly env: NodeJS.ProcessEnv;
  readonly args?: readonly string[];
  /** Where it listens, without a slash at the end. */
  readonly url: string;
  /** Asked ten times a second. */
  readonly isReady: (process: ServerProcess) => boolean | Promise<boolean>;
}

/** A program that was started. */
export interface Program {
  readonly url: string;
  /** The process that was started last; it may have ended. */
  readonly running: ServerProcess;
  /** Ends the process at once, by SIGKILL. */
  kill(): Promise<void>;
  /** Starts it again, on the same port; resolves once it is ready. */
  start(): Promise<void>;
}

const root = fileURLToPath(new URL("..", import.meta.url));
const startTimeoutMs = 120_000;

/**
 * Starts a program, which the clean-up ends; resolves once it is ready.
 * @throws Error with its output when it ends before that, or is not ready within two minutes
 */
export async function startProgram(
  cleanup: Cleanup,
  { entry, env, args = [], url, isReady }: ProgramOptions,
): Promise<Program> {
  const command = [...(entry.endsWith(".ts") ? ["--import", "tsx"] : []), `${root}${entry}`, ...args];
  const launch = () => startServerProcess(process.execPath, command, env);

  async function untilReady(): Promise<void> {
    for (const giveUpAt = Date.now() + startTimeoutMs; !(await isReady(running)); await sleep(100)) {
      const isLate = Date.now() > giveUpAt;
      if (!running.hasEnded() && !isLate) continue;
      const what = isLate ? "is not ready after two minutes" : "ended before it was ready";
      throw new Error(`${entry} at ${url} ${what}. It wrote:\n${running.tail()}`);
    }
  }

  let running = await launch();
  cleanup.defer(() => running.stop("SIGTERM"));
  await untilReady();
  return {
    url,
    get running() {
      return running;
    },
    kill: () => running.stop("SIGKILL"),
    async start() {
      running = await launch();
      await untilReady();
    },
  };
}
