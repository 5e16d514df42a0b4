/** What the Dockerfile copies is there, is let in by .dockerignore, and is all that the build needs. No engine is asked. */
import { existsSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { expect, test } from "vitest";

const instructions = readLines("Dockerfile").filter((line) => /^\s*(COPY|ADD)\b/i.test(line));
const patterns = readLines(".dockerignore");

test("lets nothing in but what it names", () => {
  // No pattern with a meaning of its own, so that nobody has to know how Docker reads one.
  expect(patterns[0]).toBe("*");
  expect(patterns.slice(1).filter((pattern) => !/^![\w./-]+$/.test(pattern))).toEqual([]);
});

test("copies what is there and let in, by instructions of one line", () => {
  expect(instructions.length).toBeGreaterThan(0);
  const sources = copied();
  expect(sources.filter((path) => !existsSync(fromRoot(path)))).toEqual([]);
  expect(sources.filter((path) => !isLetIn(path))).toEqual([]);
});

test("lets in nothing that is not copied", () => {
  const sources = copied();
  expect(patterns.slice(1).filter((pattern) => !sources.includes(pattern.slice(1)))).toEqual([]);
});

test("copies what the build imports", () => {
  const sources = copied();
  const imported = sources
    .filter((path) => /^tools\/.*\.ts$/.test(path))
    .flatMap((path) =>
      [...read(path).matchAll(/\bfrom "(?:(\.[^"]+)|@coconut-dynamics\/(\w+)[^"]*)"/g)].map(
        // A workspace that is named after its folder, or one that is not let in.
        ([, file, workspace = ""]) =>
          file === undefined ? workspace : posix.join(posix.dirname(path), file),
      ),
    );
  expect(imported).not.toEqual([]);
  expect(imported.filter((path) => !isLetIn(path))).toEqual([]);
});

/** Paths in this repository. Throws at an instruction it cannot read, rather than passing it over. */
function copied(): string[] {
  return instructions.flatMap((line) => {
    const [, from, words] = /^COPY( --from=\S+)?((?: [\w./-]+){2,})$/.exec(line) ?? [];
    if (words === undefined)
      throw new Error(`Write it as COPY [--from=…] path … target, in one line: ${line}`);
    return from === undefined ? words.trim().split(" ").slice(0, -1) : [];
  });
}

function isLetIn(path: string): boolean {
  return patterns.some((pattern) => `${path}/`.startsWith(`${pattern.slice(1)}/`));
}

function readLines(path: string): string[] {
  return read(path)
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith("#"));
}

function read(path: string): string {
  return readFileSync(fromRoot(path), "utf8");
}

function fromRoot(path: string): URL {
  return new URL(`../${path}`, import.meta.url);
}
