import { AxeBuilder } from "@axe-core/playwright";
import type { Frame, Page } from "playwright-core";
import { atRest } from "./at-rest.ts";

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/**
 * Throws where axe finds a violation on the page or in any of its frames.
 * @param where a CSS selector, or one for each frame on the way: `["iframe.pane", "iframe", "main"]`
 */
export async function checkAccessibility(page: Page, where?: string | readonly string[]): Promise<void> {
  const { violations, incomplete } = await analyze(page, where);
  // That would be no clean bill.
  if (incomplete.some(({ id }) => id === "frame-tested"))
    throw new Error(`axe missed a frame at ${page.url()}`);
  if (violations.length === 0) return;
  const lines = violations.flatMap(({ id, help, nodes }) => [
    `${id}: ${help}`,
    ...nodes.map(({ target, failureSummary = "" }) => {
      const why = failureSummary
        .split("\n")
        .slice(1)
        .map((line) => line.trim());
      return `  ${target.flat().join(" › ")}: ${why.join("; ")}`;
    }),
  ]);
  throw new Error(`axe found ${violations.length} violations at ${page.url()}:\n${lines.join("\n")}`);
}

async function analyze(page: Page, where?: string | readonly string[]) {
  const rules = { "frame-tested": { enabled: true } };
  const builder = new AxeBuilder({ page }).options({ runOnly: [...tags], rules });
  if (where !== undefined) builder.include(typeof where === "string" ? where : [...where]);
  // Its own gives each frame a second to take the script, and leaves out those that a busy machine keeps longer.
  builder["inject"] = async (frames: readonly Frame[]) => {
    for (const frame of frames) {
      await frame.evaluate(builder["script"]());
      await frame.evaluate(await builder["axeConfigure"]());
    }
  };
  await atRest(page);
  return builder.analyze();
}
