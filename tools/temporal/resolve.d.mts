/** Beside resolve.mjs, which has to run before any compiler is installed. */
export type TemporalCli = {
  readonly kind: "cli";
  readonly path: string;
  readonly source: "TEMPORAL_CLI_PATH" | "PATH" | "cache";
};
export type TemporalAddress = { readonly kind: "address"; readonly address: string };

/** Looks, and fetches nothing. Throws where TEMPORAL_CLI_PATH is set and does not run. */
export function findTemporal(env?: NodeJS.ProcessEnv): TemporalAddress | TemporalCli | undefined;
export function findTemporalCli(env?: NodeJS.ProcessEnv): TemporalCli | undefined;
export function cacheFolder(env?: NodeJS.ProcessEnv): string;
export function cachedCliPaths(env?: NodeJS.ProcessEnv): {
  readonly downloaded: string;
  readonly built: string;
};
export function temporalVersion(path: string): { ok: true; version: string } | { ok: false; why: string };
