/** Beside get.mjs, which has to run before any compiler is installed. */
import type { Machine } from "../debian/packages.mjs";

/** `tried`: a line for each way that did not work. Installs a package, or fills playwright's cache. */
export function getChromium(
  signal: AbortSignal,
  machine?: Machine,
): Promise<{ ok: boolean; tried: readonly string[] }>;
