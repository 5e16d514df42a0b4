import { describe } from "vitest";
import { findChromium } from "../../../tools/chromium/find.mjs";

/** As `describe`, for what needs a browser; skipped where there is none. */
export const inBrowser = describe.skipIf(findChromium() === undefined);
