import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/**
 * Throws where axe finds a violation on the page or in any of its frames.
 * @param where a CSS selector, or one for each frame on the way: `["iframe.pane", "iframe", "main"]`
 */
export async function checkAccessibility(page: Page, where?: string | readonly string[]): Promise<void> {
  const builder = new AxeBuilder({ page }).withTags(tags);
  if (where !== undefined) builder.include(typeof where === "string" ? where : [...where]);
  const { violations } = await builder.analyze();
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
