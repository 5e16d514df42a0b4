import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

const logEveryMs = 15_000;
const redrawEveryMs = 500;
const keptLines = 25;

/**
 * Runs a program and shows that something is going on: one updating line on a terminal, a line every 15
 * seconds elsewhere. Never throws; what the program wrote comes back as its last lines.
 *
 * @param {object} step
 * @param {string} step.command
 * @param {readonly string[]} step.args
 * @param {string} [step.cwd]
 * @param {NodeJS.ProcessEnv} [step.env]
 * @param {boolean} [step.shell]
 * @param {AbortSignal} step.signal ends the program
 * @param {() => string} step.describe what is going on, without the time
 * @param {(line: string, stream: "stdout" | "stderr") => void} [step.onLine]
 * @param {() => string | undefined} [step.giveUp] asked twice a second; an answer ends the program
 * @returns {Promise<{ ok: boolean, why: string, lines: string[] }>}
 */
export async function runWithProgress(step) {
  const child = spawn(step.command, step.args, {
    cwd: step.cwd,
    env: step.env ?? process.env,
    shell: step.shell ?? false,
    signal: step.signal,
    stdio: ["ignore", "pipe", "pipe"],
    windowsHide: true,
  });
  /** @type {string[]} */
  const lines = [];
  for (const stream of /** @type {const} */ (["stdout", "stderr"])) {
    createInterface({ input: child[stream] }).on("line", (line) => {
      step.onLine?.(line, stream);
      lines.push(line);
      if (lines.length > keptLines) lines.shift();
    });
  }

  /** @type {string | undefined} */
  let gaveUp;
  const progress = startProgress(step.describe);
  const patience = setInterval(() => {
    gaveUp ??= step.giveUp?.();
    if (gaveUp !== undefined) child.kill("SIGKILL");
  }, redrawEveryMs);

  const ending = await new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code, signal) =>
      resolve(code === 0 ? "" : `ended with ${signal ?? `exit code ${code}`}`),
    );
  });
  clearInterval(patience);
  progress.stop();
  return { ok: ending === "", why: gaveUp ?? ending, lines };
}

/**
 * Shows that something is going on, until it is stopped: one updating line on a terminal, a line every 15 seconds elsewhere.
 *
 * @param {() => string} describe what is going on, without the time
 */
export function startProgress(describe) {
  const started = Date.now();
  const terminal = process.stderr.isTTY;
  const line = () => `${describe()}, ${formatElapsed(Date.now() - started)}`;
  const show = () =>
    process.stderr.write(
      terminal ? `\r\u001B[2K${line().slice(0, (process.stderr.columns ?? 80) - 1)}` : `${line()}\n`,
    );
  show();
  const timer = setInterval(show, terminal ? redrawEveryMs : logEveryMs);
  return {
    stop() {
      clearInterval(timer);
      if (terminal) process.stderr.write("\r\u001B[2K");
    },
  };
}

/** @param {number} ms */
function formatElapsed(ms) {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
