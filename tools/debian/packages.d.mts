/** Beside packages.mjs, which has to run before any compiler is installed. */
export interface Machine {
  readonly env: NodeJS.ProcessEnv;
  readonly isRoot: boolean;
  /** The text of /etc/os-release; empty where there is none. */
  readonly osRelease: string;
}
export function thisMachine(): Machine;
/** Resolves with why the packages could not be installed; `what` says to people what is going on. */
export function installDebianPackages(
  packages: readonly string[],
  step: { readonly what: string; readonly signal: AbortSignal; readonly machine: Machine },
): Promise<string | undefined>;
