/** The demo tells the whole story by itself, and its exit code is the verdict. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

test(
  "`npm run demo -- --once` plays the story, finds every outcome right and exits 0",
  { timeout: 600_000 },
  async () => {
    const demo = spawn(process.execPath, ["--import", "tsx", "tools/demo.ts", "--once"], { cwd: root });
    onTestFinished(() => void demo.kill());
    let output = "";
    for (const stream of [demo.stdout, demo.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    }
    const [exitCode] = await once(demo, "close");
    expect(output).toContain("9 of 9 outcomes are right");
    expect(exitCode).toBe(0);
    expect(output).toMatch(/findClient failed with DynamicsUnavailable: attempt 2, next in 1 s/);
    const regarding = [...output.matchAll(/^ {2}(\w+ \w+) +Mortgage advice /gm)].map(([, name]) => name);
    expect(regarding).toEqual([
      "Ann Lee",
      "Robert Chen",
      "Sofia Rossi",
      "Sofia Rossi",
      "Noah Martin",
      "Maria Santos",
      "Omar Haddad",
    ]);
    expect(output.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(output).not.toContain("\u001B");
  },
);
