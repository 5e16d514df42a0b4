/** `npm run sandbox`: the stand-ins for Dynamics, Coconut and an identity provider, alone. */
import { parseArgs } from "node:util";
import { startCoconutSandbox } from "@coconut-dynamics/sandbox-coconut";
import { startDataverseSandbox } from "@coconut-dynamics/sandbox-dataverse";
import { startDynamicsHost } from "@coconut-dynamics/sandbox-dynamics-host";
import { startIdentityProvider } from "@coconut-dynamics/sandbox-identity-provider";
import { buildSolution } from "@coconut-dynamics/solution";
import { untilAskedToStop } from "../src/process.ts";
import { createCleanup } from "./cleanup.ts";
import { directory, staffPassword } from "./directory.ts";

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
`;

/** Known to everybody, so only good on this machine. */
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

/** What programs need to be told so that they believe an authority nobody has heard of. */
function trust(caPath: string): string {
  return `
Its certificate is vouched for by an authority made for this run:

  ${caPath}

Programs trust it when they are started with one of these:

  NODE_EXTRA_CA_CERTS=${caPath}
  REQUESTS_CA_BUNDLE=${caPath}
  SSL_CERT_FILE=${caPath}
`;
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
  // The page asks Dataverse by plain fetch, which does not believe in authorities made for the occasion.
  const hasPage = !options["no-dynamics-page"] && !options.tls;
  const page = hasPage
    ? stack.use(
        await startDynamicsHost({
          zip: await buildSolution({ serviceUrl }),
          // The page acts for whoever uses it, so its own application must not be what holds them back.
          dataverse: { ...dataverse, ...dataverse.applications.administrator },
          port: portOf(options["dynamics-port"]),
        }),
      )
    : undefined;
  process.stdout.write(`Dataverse          ${dataverse.url}/
Coconut            ${coconut.url}/
                   webhooks go to ${webhook.url}
Identity provider  ${identity.issuer}/
${page === undefined ? "" : `Dynamics           ${page.url}/\n                   with the solution imported; its pane is at ${serviceUrl}/pane/\n`}
Everybody's password is ${staffPassword}. The product finds them with these settings:

  DATAVERSE_URL=${dataverse.url}
  AZURE_AUTHORITY_HOST=${dataverse.authorityHost}
  AZURE_TENANT_ID=${dataverse.tenantId}
  AZURE_CLIENT_ID=${dataverse.clientId}
  AZURE_CLIENT_SECRET=${dataverse.clientSecret}
  COCONUT_TENANT=${tenant}
  COCONUT_WEBHOOK_SECRETS=${webhook.secret}
  COCONUT_API_URL=${coconut.url}/api/v2/open
  COCONUT_LOGIN_URL=${coconut.url}/api/v2/login
  PANE_URL=${serviceUrl}
  PANE_HOSTS=${page?.url ?? `http://127.0.0.1:${options["dynamics-port"]}`}
  PANE_SECRET=${sandboxSecret}
  OIDC_ISSUER=${identity.issuer}
  OIDC_CLIENT_ID=${identity.clientId}
  OIDC_CLIENT_SECRET=${identity.clientSecret}
${dataverse.caPath === undefined ? "" : trust(dataverse.caPath)}
Ctrl-C ends them all.
`);
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
