/** `npm run sandbox`: what it prints for people, and with --json for programs. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { readReport, type SandboxReport } from "../../tools/sandbox-report.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Programs take their time to start. */
const patiently = { timeout: 180_000 };

/** Starts the stand-ins on free ports; answers what they have written so far. */
function startSandbox(...options: readonly string[]): () => string {
  const ports = ["dataverse", "coconut", "identity", "dynamics"].flatMap((name) => [`--${name}-port`, "0"]);
  const args = ["--import", "tsx", "tools/sandbox.ts", ...ports, ...options];
  const sandbox = spawn(process.execPath, args, { cwd: root });
  onTestFinished(() => void sandbox.kill());
  let written = "";
  sandbox.stdout.setEncoding("utf8").on("data", (text: string) => (written += text));
  return () => written;
}

const settingNames = [
  "DATAVERSE_URL",
  "AZURE_AUTHORITY_HOST",
  "AZURE_TENANT_ID",
  "AZURE_CLIENT_ID",
  "AZURE_CLIENT_SECRET",
  "COCONUT_TENANT",
  "COCONUT_WEBHOOK_SECRETS",
  "COCONUT_API_URL",
  "COCONUT_LOGIN_URL",
  "PANE_URL",
  "PANE_HOSTS",
  "PANE_SECRET",
  "OIDC_ISSUER",
  "OIDC_CLIENT_ID",
  "OIDC_CLIENT_SECRET",
];

test("with --json prints one line, and by then everything it names answers", patiently, async () => {
  const written = startSandbox("--json", "--tenant", "maple", "--service-url", "http://127.0.0.1:8081");
  await expect.poll(written, { timeout: 120_000 }).toMatch(/\n/);
  const report = JSON.parse(written()) as SandboxReport;
  expect(report).toEqual({
    dataverse: report.settings["DATAVERSE_URL"],
    coconut: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    identityProvider: report.settings["OIDC_ISSUER"],
    dynamics: report.settings["PANE_HOSTS"],
    webhooks: "http://127.0.0.1:8081/webhooks/coconut",
    settings: Object.fromEntries(settingNames.map((name) => [name, expect.stringMatching(/./)])),
  });
  expect(report.settings).toMatchObject({
    COCONUT_TENANT: "maple",
    COCONUT_API_URL: `${report.coconut}/api/v2/open`,
    PANE_URL: "http://127.0.0.1:8081",
  });
  for (const address of [report.dataverse, report.coconut, report.dynamics]) {
    expect((await fetch(`${address}/`)).status).toBe(200);
  }
  const discovery = `${report.identityProvider}/.well-known/openid-configuration`;
  expect(await (await fetch(discovery)).json()).toMatchObject({ issuer: report.identityProvider });
});

test(
  "without it prints the addresses, and the same settings as an .env file has them",
  patiently,
  async () => {
    const written = startSandbox("--no-dynamics-page");
    await expect.poll(written, { timeout: 120_000 }).toContain("Ctrl-C ends them all.\n");
    expect(written()).toMatch(/^Dataverse {10}http:\/\/127\.0\.0\.1:\d+\/\nCoconut {12}http/);
    const names = [...written().matchAll(/^ {2}([A-Z_]+)=.+$/gm)].map(([, name]) => name);
    expect(names).toEqual(settingNames);
  },
);

test("the line is found among others, and only when it is there whole", () => {
  const report = { dataverse: "http://127.0.0.1:1", settings: { PANE_URL: "http://127.0.0.1:2" } };
  const line = JSON.stringify(report);
  expect(readReport(`> npm\n(node:1) a warning\n${line}\n{"level":"warn"}\n`)).toEqual(report);
  expect(readReport(line.slice(0, -1))).toBeUndefined();
});
