/** The version is said in package.json; the files that have to repeat it say the same. The solution's: test/solution. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

const Package = z.object({ version: z.string() });
const { version } = Package.parse(JSON.parse(read("package.json")));

test("is a release's", () => {
  expect(version).toMatch(/^\d+\.\d+\.\d+$/);
});

test("is the lock's, and that of each part of the repository that names one", () => {
  const Lock = Package.extend({ packages: z.record(z.string(), Package.partial()) });
  const lock = Lock.parse(JSON.parse(read("package-lock.json")));
  const parts = Object.entries(lock.packages).filter(([path]) => !path.includes("node_modules/"));
  expect(lock.version).toBe(version);
  expect(lock.packages[""]?.version).toBe(version);
  for (const [path, part] of parts) expect(part.version ?? version, path).toBe(version);
});

test("is the tag of the image that Compose runs", () => {
  const Compose = z.object({ services: z.record(z.string(), z.object({ image: z.string() })) });
  const { services } = Compose.parse(parse(read("docker-compose.yml"), { merge: true }));
  const image = `coconut-dynamics:${version}`;
  expect([services["server"]?.image, services["worker"]?.image]).toEqual([image, image]);
});

test("is the newest in the changelog, with its date", () => {
  const [, newest] = /^## \[(.+)\] - \d{4}-\d{2}-\d{2}$/m.exec(read("CHANGELOG.md")) ?? [];
  expect(newest).toBe(version);
});

test("is among those that SECURITY.md promises fixes for", () => {
  const line = version.split(".").slice(0, 2).join(".");
  expect(read("SECURITY.md")).toMatch(new RegExp(`^\\| ${line.replace(".", "\\.")}\\.x +\\| yes`, "m"));
});

function read(path: string): string {
  return readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
}
