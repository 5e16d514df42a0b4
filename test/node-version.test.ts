/** One version of Node is shipped; the files that name it, or what the product runs on, say the same. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const shipped = read(".nvmrc").trim();
const { engines } = JSON.parse(read("package.json")) as { engines: { node: string } };
/** `^20.20.2 || ^22.22.2` as [[20, 20, 2], [22, 22, 2]]. */
const ranges = engines.node.split(" || ").map((range) => range.replace("^", "").split(".").map(Number));

test("is the one in the image, in each of its stages", () => {
  const images = [...read("Dockerfile").matchAll(/^FROM node:([\d.]+)-/gm)].map(([, version]) => version);
  expect(images).toEqual([shipped, shipped]);
});

test("is among the engines of package.json", () => {
  expect(engines.node).toMatch(/^\^\d+\.\d+\.\d+( \|\| \^\d+\.\d+\.\d+)*$/);
  const [major = 0, minor = 0, patch = 0] = shipped.split(".").map(Number);
  const isIn = ranges.some(
    ([a = 0, b = 0, c = 0]) => major === a && (minor > b || (minor === b && patch >= c)),
  );
  expect(isIn, `${shipped} is in ${engines.node}`).toBe(true);
});

test("is tried by CI", () => {
  expect(read(".ci/run")).toContain('--node "$(cat .nvmrc)"');
});

test("is what README asks for", () => {
  for (const range of ranges) expect(read("README.md")).toContain(`${range.join(".")} or newer`);
});

function read(path: string): string {
  return readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
}
