/** Beside run.mjs, which has to run before any compiler is installed. */
export interface Step {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly shell?: boolean;
  /** Ends the program. */
  readonly signal: AbortSignal;
  /** What is going on, without the time. */
  readonly describe: () => string;
  readonly onLine?: (line: string, stream: "stdout" | "stderr") => void;
  /** Asked twice a second; an answer ends the program. */
  readonly giveUp?: () => string | undefined;
}
/** Runs a program and shows that something is going on. Never throws; `lines` are the last ones it wrote. */
export function runWithProgress(step: Step): Promise<{ ok: boolean; why: string; lines: string[] }>;
/** Shows that something is going on, until it is stopped. `describe`: what, without the time. */
export function startProgress(describe: () => string): { stop(): void };
