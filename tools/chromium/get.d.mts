/** Beside get.mjs, which has to run before any compiler is installed. */
export interface Machine {
  readonly env: NodeJS.ProcessEnv;
  readonly isRoot: boolean;
  /** The text of /etc/os-release; empty where there is none. */
  readonly osRelease: string;
}
export function thisMachine(): Machine;
/** `tried`: a line for each way that did not work. Installs a package, or fills playwright's cache. */
export function getChromium(
  signal: AbortSignal,
  machine?: Machine,
): Promise<{ ok: boolean; tried: readonly string[] }>;
