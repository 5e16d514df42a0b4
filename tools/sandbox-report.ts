/** What `npm run sandbox` prints once everything listens: a text for people, or with --json one line for programs. */
import { staffPassword } from "./directory.ts";

/** Where the stand-ins listen, and the product's settings for them. */
export interface SandboxReport {
  /** Addresses without a slash at the end. */
  readonly dataverse: string;
  readonly coconut: string;
  readonly identityProvider: string;
  /** Left out with --no-dynamics-page and --tls. */
  readonly dynamics?: string;
  /** Where Coconut sends its webhooks. */
  readonly webhooks: string;
  /** With --tls: the file of the authority that signed Dataverse's certificate. */
  readonly caPath?: string;
  /** The product's environment variables with which it finds the stand-ins, by name. */
  readonly settings: Readonly<Record<string, string>>;
}

/** The report for people; the settings are written as in an .env file. */
export function formatReport(report: SandboxReport): string {
  const { dataverse, coconut, identityProvider, dynamics, webhooks, caPath, settings } = report;
  const lines = Object.entries(settings).map(([name, value]) => `  ${name}=${value}`);
  return `Dataverse          ${dataverse}/
Coconut            ${coconut}/
                   webhooks go to ${webhooks}
Identity provider  ${identityProvider}/
${dynamics === undefined ? "" : `Dynamics           ${dynamics}/\n                   with the solution imported; its pane is at ${settings["PANE_URL"]}/pane/\n`}
Everybody's password is ${staffPassword}. The product finds them with these settings:

${lines.join("\n")}
${caPath === undefined ? "" : formatTrust(caPath)}
Ctrl-C ends them all.
`;
}

/** How a program is made to trust the certificate of --tls. */
function formatTrust(caPath: string): string {
  return `
Its certificate is vouched for by an authority made for this run:

  ${caPath}

Programs trust it when they are started with one of these:

  NODE_EXTRA_CA_CERTS=${caPath}
  REQUESTS_CA_BUNDLE=${caPath}
  SSL_CERT_FILE=${caPath}
`;
}

/** The report as one line of JSON. */
export function formatReportAsJson(report: SandboxReport): string {
  return `${JSON.stringify(report)}\n`;
}

/** Finds the line of JSON in what the sandbox wrote; undefined until the line is complete. */
export function readReport(output: string): SandboxReport | undefined {
  const line = /^\{"dataverse":.*$/m.exec(output)?.[0] ?? "";
  try {
    return JSON.parse(line) as SandboxReport;
  } catch {
    return undefined;
  }
}
