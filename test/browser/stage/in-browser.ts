import { describe } from "vitest";
import { findChromium } from "../../../tools/chromium/find.mjs";

const timeout = 120_000;

/** As `describe`, for what needs a browser; skipped where there is none. */
export function inBrowser(name: string, tell: () => void): void {
  describe.skipIf(findChromium() === undefined)(name, { timeout }, tell);
}
