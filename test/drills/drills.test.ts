/** Every drill at its small size, as a person starts it: it passes, and files a report. */
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { drills } from "../../tools/drills/all.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = join(root, "test-artefacts", "drills");

interface Report {
  readonly verdict: string;
  readonly received: number;
  readonly balance: Readonly<Record<string, number>>;
  readonly invariants: readonly {
    readonly name: string;
    readonly checked: number;
    readonly wrong: readonly string[];
  }[];
}

test.for(drills.map(({ name }) => name))("%s", async (name) => {
  mkdirSync(folder, { recursive: true });
  const report = join(folder, `${name}.md`);
  const args = ["--import", "tsx", "tools/drill.ts", name, "--size", "small", "--built", "--report", report];
  const drill = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  const [written, errors, code] = await Promise.all([
    text(drill.stdout),
    text(drill.stderr),
    new Promise((resolve) => drill.once("close", resolve)),
  ]);
  expect(code, `${written}\n${errors.slice(-4_000)}`).toBe(0);

  const { verdict, received, balance, invariants } = JSON.parse(
    readFileSync(report.replace(/md$/, "json"), "utf8"),
  ) as Report;
  expect(verdict).toBe("PASS");
  expect(received).toBeGreaterThan(0);
  expect(Object.values(balance).reduce((sum, number) => sum + number, 0)).toBe(received);
  expect(balance).toMatchObject({ lost: 0, pending: 0 });
  expect(invariants.flatMap(({ wrong }) => wrong)).toEqual([]);
  expect(readFileSync(report, "utf8")).toContain(`![Events received`);
  expect(written).toContain("PASS");
});
