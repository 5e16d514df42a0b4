/** A test file starts no more than it asks for: a pure one needs neither Temporal nor a browser on the machine. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { dirname } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const nowhere = "/there/is/no/such/program";

/** Vitest as a newcomer runs it, where Temporal and the browser are programs that do not exist. */
async function runTests(...args: readonly string[]) {
  const child = spawn(process.execPath, ["node_modules/vitest/vitest.mjs", "run", ...args], {
    cwd: root,
    env: {
      PATH: dirname(process.execPath),
      NO_COLOR: "1",
      TEMPORAL_CLI_PATH: nowhere,
      CHROMIUM_PATH: nowhere,
    },
  });
  onTestFinished(() => void child.kill());
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { exitCode: exitCode as unknown, output: stdout + stderr };
}

const patiently = { timeout: 240_000 };

test("a pure file is green where there is neither Temporal nor a browser", patiently, async () => {
  const { exitCode, output } = await runTests("test/http/retry-after.test.ts");
  expect(output).toMatch(/Tests +\d+ passed/);
  expect(exitCode).toBe(0);
});

test("a file that asks for Temporal fails there, and says what to do", patiently, async () => {
  const { exitCode, output } = await runTests("test/e2e/webhook-profiles.test.ts", "--testNamePattern=token");
  expect(output).toContain("The shared temporal of the tests did not start");
  expect(output).toContain(`TEMPORAL_CLI_PATH names ${nowhere}, and there is no such file.`);
  expect(output).toContain("or unset it to have one found");
  expect(exitCode).toBe(1);
});
