import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const src = fileURLToPath(new URL("../src", import.meta.url));
const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

/** The rows of the drawing in the README, top row first, each with its folders and files. */
const rows = (/## Who imports whom[^]*?```\n([^]*?)```/.exec(readme)?.[1] ?? "")
  .trim()
  .split("\n")
  .map((line) => [...line.matchAll(/[\w-]+(?:\/|\.ts)(?=\s|$)/g)].map(([name]) => name));

/** What the drawing calls the place of a file: its folder, or itself beside the folders. */
function placeOf(file: string): string {
  const [first = "", second] = relative(src, file).split("/");
  return second === undefined ? first : `${first}/`;
}

function rowOf(file: string): number {
  return rows.findIndex((row) => row.includes(placeOf(file)));
}

const files = readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => join(src, name));

test("the drawing in the README has every folder of src/ once, and no other", () => {
  expect(rows.flat().toSorted()).toEqual([...new Set(files.map(placeOf))].toSorted());
});

test("imports go down the drawing only", () => {
  const upward = files.flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/\b(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)]
      .map(([, path = ""]) => join(dirname(file), path))
      .filter((imported) => placeOf(imported) !== placeOf(file) && rowOf(imported) <= rowOf(file))
      .map((imported) => `${relative(src, file)} imports ${relative(src, imported)}`),
  );
  expect(upward).toEqual([]);
});
