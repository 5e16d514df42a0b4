// Types of resolve.mjs, which is plain JavaScript because it runs before any package is installed.

/** A Temporal CLI on this machine, and where it was found. */
export type TemporalCli = {
  readonly kind: "cli";
  readonly path: string;
  readonly source: "TEMPORAL_CLI_PATH" | "PATH" | "cache";
};
/** The host:port of a Temporal server that is already there. */
export type TemporalAddress = { readonly kind: "address"; readonly address: string };

/**
 * Looks for a server or a CLI: TEMPORAL_ADDRESS, TEMPORAL_CLI_PATH, PATH, the cache. Throws where TEMPORAL_CLI_PATH is
 * set and does not run.
 */
export function findTemporal(env?: NodeJS.ProcessEnv): TemporalAddress | TemporalCli | undefined;
/** The same, for callers that need a server of their own even where TEMPORAL_ADDRESS is set. */
export function findTemporalCli(env?: NodeJS.ProcessEnv): TemporalCli | undefined;
/** The folder of the user's cache that is ours; it may not exist yet. */
export function cacheFolder(env?: NodeJS.ProcessEnv): string;
/** Where the cache keeps a CLI that was downloaded, and one that was built; neither has to exist. */
export function cachedCliPaths(env?: NodeJS.ProcessEnv): {
  readonly downloaded: string;
  readonly built: string;
};
/** Runs `<path> --version`; `why` says what went wrong. */
export function temporalVersion(path: string): { ok: true; version: string } | { ok: false; why: string };
