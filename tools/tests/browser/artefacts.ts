/** Pictures of what people see, in `test-artefacts/` at the root: for looking at, nothing compares them. */
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Locator, Page } from "playwright-core";

const folder = fileURLToPath(new URL("../../../test-artefacts/", import.meta.url));

/** @param name `pane-step-1-fr`: becomes the file's name */
export async function shot(what: Page | Locator, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await what.screenshot({ path: `${folder}${name}.png`, animations: "disabled" });
}
