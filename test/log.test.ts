/** What a slip of the pen would put into the log, and does not. Read from a process' own standard output. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const log = fileURLToPath(new URL("../src/log.ts", import.meta.url));

/** The lines that a process writes which logs so. */
function linesOf(statements: string, level = "info"): Record<string, unknown>[] {
  const code = `import { createLog } from ${JSON.stringify(log)}; const log = createLog("t", "${level}"); ${statements}`;
  const options = ["--import", "tsx", "--input-type=module", "--eval", code];
  const text = execFileSync(process.execPath, options, { encoding: "utf8" });
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

test("payloads, headers and secrets are dropped, at the top and one step down; the rest is kept", () => {
  const names = ["authorization", "headers", "body", "payload", "secret", "token"];
  const canaries = `{ ${names.map((name) => `${name}: { deep: "canary" }`).join(", ")}, eventId: "evt-1" }`;
  const lines = linesOf(`log.info(${canaries}, "one"); log.info({ request: ${canaries} }, "two");`);
  expect(JSON.stringify(lines)).not.toContain("canary");
  expect(lines).toMatchObject([{ eventId: "evt-1" }, { request: { eventId: "evt-1" } }]);
});

test("of an error its name, message and stack are kept, and nothing that hangs on it", () => {
  const [line, odd] = linesOf(
    `log.error({ err: Object.assign(new TypeError("fetch failed"), { options: "canary", facts: { dataverseMessage: "canary" }, cause: new Error("canary") }) }, "x"); log.error({ err: { canary: 1 } }, "y");`,
  );
  expect(line?.["err"]).toMatchObject({ name: "TypeError", message: "fetch failed" });
  expect(Object.keys(line?.["err"] as object)).toEqual(["name", "message", "stack"]);
  expect(JSON.stringify([line, odd])).not.toMatch(/"canary"|: canary/);
});

test("keeps to its level", () => {
  expect(linesOf(`log.info("one"); log.warn("two");`, "warn").map(({ msg }) => msg)).toEqual(["two"]);
});
