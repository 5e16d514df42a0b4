/** Every file that ARCHITECTURE's table "Where to change what" names is there, and so is every test. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const text = readFileSync(`${root}ARCHITECTURE.md`, "utf8");
const section = text.slice(text.indexOf("## Where to change what"), text.indexOf("## Words"));
const rows = section
  .split("\n")
  .filter((line) => /^\| (?!to …|-)/.test(line))
  .map((line) => line.split(" | ").map((cell) => cell.replaceAll("|", "").trim()));

test.each(rows)("%s", (_task, change = "", proof = "") => {
  const files = namesIn(change).filter((name) => /^[\w.-]+\/|^[A-Z]\w+file$/.test(name));
  expect(files.filter((name) => !existsSync(root + name))).toEqual([]);
  const tests = namesIn(proof);
  expect(tests.length).toBeGreaterThan(0);
  expect(tests.filter((name) => !isThere(name))).toEqual([]);
});

function namesIn(cell: string): string[] {
  return Array.from(cell.matchAll(/`([^`]+)`/g), ([, name = ""]) => name);
}

/** `name`: a test file without its ending (`*` for the rest of a name), or a folder of tests; below test/ or where it says. */
function isThere(name: string): boolean {
  if (name.endsWith("/")) return name === "test/" || existsSync(join(root, "test", name));
  return [join(root, "test", name), join(root, name)].some((path) => {
    if (!path.endsWith("*")) return existsSync(`${path}.test.ts`);
    const folder = dirname(path);
    return (
      existsSync(folder) &&
      readdirSync(folder).some((file) => join(folder, file).startsWith(path.slice(0, -1)))
    );
  });
}
