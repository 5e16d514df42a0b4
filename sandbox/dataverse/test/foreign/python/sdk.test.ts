import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Agent, request } from "undici";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startDataverseSandbox, type DataverseSandbox } from "../../../src/server.ts";
import { preparePythonPackage } from "../../../../../tools/python.ts";

const folder = fileURLToPath(new URL("program/", import.meta.url));
const prepared = await preparePythonPackage({
  name: "PowerPlatform-Dataverse-Client",
  version: "1.1.0",
  extra: "async",
});
const title = "Microsoft's SDK for Python";

// Each operation of the program is a test of its own, so that the count says how many there are.
const operations = readdirSync(folder)
  .filter((name) => name.endsWith(".py"))
  .flatMap((name) => [
    ...readFileSync(folder + name, "utf8").matchAll(/^@(operation|asynchronous)\("([^"]+)"\)/gm),
  ])
  .map(([, kind, name]) => (kind === "asynchronous" ? `aio: ${name}` : String(name)));

describe.skipIf("missing" in prepared)(
  "missing" in prepared ? `${title} (${prepared.missing})` : title,
  () => {
    const results = new Map<string, string | null>();
    let sandbox: DataverseSandbox;
    let complaints = "";

    beforeAll(async () => {
      sandbox = await startDataverseSandbox({ tls: true });
      await stayWithinOneDay(sandbox);
      if ("python" in prepared) complaints = await runProgram(prepared.python, sandbox, results);
      // All of its operations at one go.
    }, 600_000);

    afterAll(() => sandbox[Symbol.asyncDispose]());

    test.each(operations)("%s", (name) => {
      expect(results.has(name) ? results.get(name) : `never ran\n${complaints}`).toBeNull();
    });
  },
);

/** The program asks for the rows of today, which at midnight would be those of yesterday. */
async function stayWithinOneDay({ url, ca = "" }: DataverseSandbox): Promise<void> {
  const dispatcher = new Agent({ connect: { ca } });
  const noon = `${new Date().toISOString().slice(0, 10)}T12:00:00Z`;
  const answer = await request(`${url}/sandbox/clock`, {
    dispatcher,
    method: "POST",
    body: JSON.stringify({ now: noon }),
  });
  expect([answer.statusCode, await answer.body.json()]).toMatchObject([200, { frozen: false }]);
  await dispatcher.close();
}

/** Fills in what became of each operation; answers what the program wrote to its error output. */
async function runProgram(
  python: string,
  sandbox: DataverseSandbox,
  results: Map<string, string | null>,
): Promise<string> {
  const program = spawn(python, ["-X", "utf8", "main.py"], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      PYTHONDONTWRITEBYTECODE: "1",
      DATAVERSE_URL: sandbox.url,
      DATAVERSE_TENANT_ID: sandbox.tenantId,
      DATAVERSE_CLIENT_ID: sandbox.clientId,
      DATAVERSE_CLIENT_SECRET: sandbox.clientSecret,
      // What requests and aiohttp each look at.
      REQUESTS_CA_BUNDLE: sandbox.caPath,
      SSL_CERT_FILE: sandbox.caPath,
    },
  });
  let complaints = "";
  program.stderr.on("data", (chunk: Buffer) => (complaints += chunk.toString()));
  for await (const line of createInterface(program.stdout)) {
    const { operation, error } = JSON.parse(line) as { operation: string; error: string | null };
    results.set(operation, error);
  }
  return complaints;
}
