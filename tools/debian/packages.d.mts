// Types of packages.mjs, which is plain JavaScript because it runs before any package is installed.

/** What decides whether Debian packages can be installed. */
export interface Machine {
  readonly env: NodeJS.ProcessEnv;
  readonly isRoot: boolean;
  /** The text of /etc/os-release; empty where there is none. */
  readonly osRelease: string;
}
/** Reads it from this process and /etc/os-release. */
export function thisMachine(): Machine;
/** Installs packages by apt-get; answers why not, or undefined. `what` is shown while it goes on. */
export function installDebianPackages(
  packages: readonly string[],
  step: { readonly what: string; readonly signal: AbortSignal; readonly machine: Machine },
): Promise<string | undefined>;
