import { spawn, type ChildProcess } from "node:child_process";

const tailCharacters = 4_000;

/** A child process that ends with this one at the latest, and the end of whose output is kept. */
export interface ServerProcess {
  readonly pid: number;
  /** Settles with a description when the process has ended, for whatever reason. */
  readonly ended: Promise<string>;
  hasEnded(): boolean;
  /** The last lines it wrote to stdout and stderr. */
  tail(): string;
  stop(signal: "SIGTERM" | "SIGKILL"): Promise<void>;
}

/**
 * Starts the program; rejects when it cannot be started. Without `env` it gets this process's environment without
 * Temporal's settings.
 */
export async function startServerProcess(
  path: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = withoutTemporalSettings(process.env),
): Promise<ServerProcess> {
  const child = spawn(path, args, {
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own: Ctrl-C reaches us first, and we stop it after its users.
    detached: process.platform !== "win32",
    windowsHide: true,
    env,
  });
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", (error) =>
      reject(new Error(`could not start ${path}: ${error.message}`, { cause: error })),
    );
  });
  // Set once "spawn" was emitted.
  const pid = child.pid ?? -1;

  let tail = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (text: string) => (tail = (tail + text).slice(-tailCharacters)));
  }

  const release = killWithParent(child);
  let over = false;
  // "close" rather than "exit": by then everything it wrote has been read.
  const ended = new Promise<string>((resolve) => {
    child.once("close", (code, signal) => {
      over = true;
      release();
      resolve(signal === null ? `exit code ${code}` : `signal ${signal}`);
    });
  });

  return {
    pid,
    ended,
    hasEnded: () => over,
    tail: () => tail.trim(),
    async stop(signal) {
      if (over) return;
      child.kill(signal);
      const force = setTimeout(() => child.kill("SIGKILL"), 10_000);
      await ended;
      clearTimeout(force);
    },
  };
}

/**
 * An exit handler is not enough: a parent that dies by a signal runs none. So a second, tiny process holds
 * a pipe from us; when the pipe closes and nobody told it otherwise, it ends the server.
 */
function killWithParent(child: ChildProcess): () => void {
  const script = `process.stdin.resume().on("end", () => { try { process.kill(${child.pid}, "SIGKILL"); } catch {} process.exit(); })`;
  const watchdog = spawn(process.execPath, ["-e", script], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
    windowsHide: true,
    env: {},
  });
  // Without a watchdog the exit handler below still covers the ordinary end.
  watchdog.on("error", () => {});
  watchdog.unref();
  const onExit = (): void => void child.kill("SIGKILL");
  process.once("exit", onExit);
  return () => {
    process.off("exit", onExit);
    watchdog.kill("SIGKILL");
  };
}

/** Settings for Temporal's clients would change how a dev server starts. */
function withoutTemporalSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("TEMPORAL_")));
}
