/** `npm run sandbox`: the stand-ins for Dynamics, Coconut and an identity provider, alone. */
import { parseArgs } from "node:util";
import { startCoconutSandbox } from "@coconut-dynamics/sandbox-coconut";
import { startDataverseSandbox } from "@coconut-dynamics/sandbox-dataverse";
import { startDynamicsHost } from "@coconut-dynamics/sandbox-dynamics-host";
import { startIdentityProvider } from "@coconut-dynamics/sandbox-identity-provider";
import { buildSolution } from "@coconut-dynamics/solution";
import { untilAskedToStop } from "../src/process.ts";
import { createCleanup } from "./cleanup.ts";
import { directory } from "./directory.ts";
import { formatReport, formatReportAsJson, type SandboxReport } from "./sandbox-report.ts";

const usage = `Usage: npm run sandbox -- [options]

Starts a Dataverse, a Coconut, an identity provider and a page that stands in
for Dynamics, to try things against. Nothing leaves this machine.

  --dataverse-port <port>    default 9100; 0 takes a free one
  --coconut-port <port>      default 9200; 0 takes a free one
  --identity-port <port>     default 9300; 0 takes a free one
  --dynamics-port <port>     default 9400; 0 takes a free one
  --no-dynamics-page         leaves the page out, and builds no solution for it
  --tls                      Dataverse speaks https, for clients that take
                             nothing else; without the page
  --file <path>              keeps the rows of Dynamics in a file, so that they
                             are there again after a restart
  --least-privilege          the application user may do what the product needs
                             and nothing more; else it may do everything
  --tenant <name>            the Coconut company, default acme
  --service-url <url>        where the product's server runs,
                             default http://127.0.0.1:8080
  --webhook-url <url>        where Coconut sends its webhooks,
                             default <service-url>/webhooks/coconut
  --webhook-secret <secret>  whsec_ and base64; the default is printed at start
  --json                     once everything listens, prints one line of JSON
                             and nothing else: the addresses, and in "settings"
                             the product's environment variables by name. Use
                             npm run --silent, or npm prints lines before it.
`;

/** Everybody can read it here, so it protects nothing; the stand-ins are on this machine only. */
const sandboxSecret = Buffer.from("coconut-dynamics sandbox secret!").toString("base64");

function readOptions() {
  const { values } = parseArgs({
    options: {
      "dataverse-port": { type: "string", default: "9100" },
      "coconut-port": { type: "string", default: "9200" },
      "identity-port": { type: "string", default: "9300" },
      "dynamics-port": { type: "string", default: "9400" },
      "no-dynamics-page": { type: "boolean", default: false },
      tls: { type: "boolean", default: false },
      file: { type: "string" },
      "least-privilege": { type: "boolean", default: false },
      tenant: { type: "string", default: "acme" },
      "service-url": { type: "string", default: "http://127.0.0.1:8080" },
      "webhook-url": { type: "string" },
      "webhook-secret": { type: "string", default: `whsec_${sandboxSecret}` },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  return values;
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new TypeError(`"${text}" is not a port: give a number from 0 to 65535`);
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) {
    process.stdout.write(usage);
    return;
  }
  await using stack = createCleanup();
  const { tenant, "service-url": serviceUrl } = options;
  const webhook = {
    url: options["webhook-url"] ?? `${serviceUrl}/webhooks/coconut`,
    secret: options["webhook-secret"],
  };
  const dataverse = stack.use(
    await startDataverseSandbox({
      port: portOf(options["dataverse-port"]),
      tls: options.tls,
      leastPrivilege: options["least-privilege"],
      ...(options.file !== undefined && { file: options.file }),
    }),
  );
  const coconut = stack.use(
    await startCoconutSandbox({ tenant, port: portOf(options["coconut-port"]), webhook }),
  );
  const identity = stack.use(
    await startIdentityProvider({
      port: portOf(options["identity-port"]),
      clientId: "coconut-dynamics",
      clientSecret: sandboxSecret,
      redirectUris: [`${serviceUrl}/pane/login/callback`],
      users: directory(),
    }),
  );
  // The page calls Dataverse by Node's fetch, which does not trust the certificate authority made for this run.
  const hasPage = !options["no-dynamics-page"] && !options.tls;
  const page = hasPage
    ? stack.use(
        await startDynamicsHost({
          zip: await buildSolution({ serviceUrl }),
          // The page acts for the user who is signed in, whose rights count and not those of its own application.
          dataverse: { ...dataverse, ...dataverse.applications.administrator },
          port: portOf(options["dynamics-port"]),
        }),
      )
    : undefined;
  const report: SandboxReport = {
    dataverse: dataverse.url,
    coconut: coconut.url,
    identityProvider: identity.issuer,
    ...(page !== undefined && { dynamics: page.url }),
    webhooks: webhook.url,
    ...(dataverse.caPath !== undefined && { caPath: dataverse.caPath }),
    settings: {
      DATAVERSE_URL: dataverse.url,
      AZURE_AUTHORITY_HOST: dataverse.authorityHost,
      AZURE_TENANT_ID: dataverse.tenantId,
      AZURE_CLIENT_ID: dataverse.clientId,
      AZURE_CLIENT_SECRET: dataverse.clientSecret,
      COCONUT_TENANT: tenant,
      COCONUT_WEBHOOK_SECRETS: webhook.secret,
      COCONUT_API_URL: `${coconut.url}/api/v2/open`,
      COCONUT_LOGIN_URL: `${coconut.url}/api/v2/login`,
      PANE_URL: serviceUrl,
      PANE_HOSTS: page?.url ?? `http://127.0.0.1:${options["dynamics-port"]}`,
      PANE_SECRET: sandboxSecret,
      OIDC_ISSUER: identity.issuer,
      OIDC_CLIENT_ID: identity.clientId,
      OIDC_CLIENT_SECRET: identity.clientSecret,
    },
  };
  process.stdout.write(options.json ? formatReportAsJson(report) : formatReport(report));
  await untilAskedToStop();
}

try {
  await main();
} catch (error) {
  const { code, port } = error as { code?: string; port?: number };
  const isUsage = error instanceof TypeError || code?.startsWith("ERR_PARSE_ARGS");
  const taken = code === "EADDRINUSE" && `Port ${port} is taken: name another, or 0 for a free one.`;
  const message = taken || (error instanceof Error ? error.message : String(error));
  process.stderr.write(`${message}\n${isUsage ? `\n${usage}` : ""}`);
  process.exitCode = isUsage ? 2 : 1;
}
