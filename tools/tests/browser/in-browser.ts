import { describe } from "vitest";
import { findChromium } from "../../chromium/find.mjs";

/** Some are whole stories, looked at in every step: on a busy machine they take minutes. */
const timeout = 300_000;

/** As `describe`, for what needs a browser; skipped where there is none. */
export function inBrowser(name: string, tell: () => void): void {
  describe.skipIf(findChromium() === undefined)(name, { timeout }, tell);
}
