/** Beside find.mjs, which has to run before any compiler is installed. */

/** The program of a Chromium, Chrome or Edge. Looks, and fetches nothing. Throws where CHROMIUM_PATH is set and does not run. */
export function findChromium(env?: NodeJS.ProcessEnv): string | undefined;
