/** The README's pictures, as `npm run pictures` leaves them. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const readme = readFileSync(`${root}README.md`, "utf8");
const shown = [...readme.matchAll(/!\[(?<alternative>[^\]]*)\]\(docs\/pictures\/(?<file>[^)]+)\)/g)];

test("the README shows each of them, and describes it in words", () => {
  expect(shown.map(({ groups }) => groups?.["file"]).toSorted()).toEqual(
    readdirSync(`${root}docs/pictures`).toSorted(),
  );
  for (const { groups } of shown) expect(groups?.["alternative"]?.length).toBeGreaterThan(60);
});

test.each(readdirSync(`${root}docs/pictures`))("%s is a PNG of at most 150 kB", (file) => {
  const bytes = readFileSync(`${root}docs/pictures/${file}`);
  expect(bytes.subarray(1, 4).toString("latin1")).toBe("PNG");
  expect(bytes.length).toBeLessThanOrEqual(150_000);
});
