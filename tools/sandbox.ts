/** `npm run sandbox`: the stand-ins for Dynamics and Coconut, alone. */
import { parseArgs } from "node:util";
import { startCoconutSandbox } from "../sandbox/coconut/server.ts";
import { startDataverseSandbox } from "../sandbox/dataverse/server.ts";
import { untilAskedToStop } from "../src/process.ts";

const usage = `Usage: npm run sandbox -- [options]

Starts a Dataverse and a Coconut to try things against. Nothing leaves this
machine.

  --dataverse-port <port>    default 9100; 0 takes a free one
  --coconut-port <port>      default 9200; 0 takes a free one
  --tls                      Dynamics speaks https, for clients that take
                             nothing else
  --file <path>              keeps the rows of Dynamics in a file, so that they
                             are there again after a restart
  --least-privilege          the application user may do what the product needs
                             and nothing more; else it may do everything
  --tenant <name>            the Coconut company, default acme
  --webhook-url <url>        where Coconut sends its webhooks,
                             default http://127.0.0.1:8080/webhooks/coconut
  --webhook-secret <secret>  whsec_ and base64; the default is printed at start
`;

/** Known to everybody, so only good on this machine. */
const sandboxSecret = `whsec_${Buffer.from("coconut-dynamics sandbox secret!").toString("base64")}`;

function readOptions() {
  const { values } = parseArgs({
    options: {
      "dataverse-port": { type: "string", default: "9100" },
      "coconut-port": { type: "string", default: "9200" },
      tls: { type: "boolean", default: false },
      file: { type: "string" },
      "least-privilege": { type: "boolean", default: false },
      tenant: { type: "string", default: "acme" },
      "webhook-url": { type: "string", default: "http://127.0.0.1:8080/webhooks/coconut" },
      "webhook-secret": { type: "string", default: sandboxSecret },
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
  const { tenant } = options;
  const webhook = { url: options["webhook-url"], secret: options["webhook-secret"] };
  await using dataverse = await startDataverseSandbox({
    port: portOf(options["dataverse-port"]),
    tls: options.tls,
    leastPrivilege: options["least-privilege"],
    ...(options.file !== undefined && { file: options.file }),
  });
  await using coconut = await startCoconutSandbox({ tenant, port: portOf(options["coconut-port"]), webhook });
  process.stdout.write(`Dynamics  ${dataverse.url}/
Coconut   ${coconut.url}/
          webhooks go to ${webhook.url}

The product finds them with these settings:

  DATAVERSE_URL=${dataverse.url}
  AZURE_AUTHORITY_HOST=${dataverse.authorityHost}
  AZURE_TENANT_ID=${dataverse.tenantId}
  AZURE_CLIENT_ID=${dataverse.clientId}
  AZURE_CLIENT_SECRET=${dataverse.clientSecret}
  COCONUT_TENANT=${tenant}
  COCONUT_WEBHOOK_SECRETS=${webhook.secret}
${dataverse.caPath === undefined ? "" : trust(dataverse.caPath)}
Ctrl-C ends both.
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
