/** Builds the solution's zip from its sources: the same input gives the same bytes. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { type Entries, packEntries } from "./package/archive.ts";
import { checkSolution } from "./lint.ts";
import { type WebResource, webResourceFile, webResources } from "./package/parts.ts";
import { contentTypesXml, customizationsXml, solutionXml } from "./templates.ts";

/** What a package is built for. */
export interface BuildOptions {
  /** Public origin of the service that the pane shows: `https://appointments.bank.example`. */
  readonly serviceUrl: string;
  /** `1.2.3.0`; the package's version unless given. */
  readonly version?: string;
  /** Adds `coco_clientid` to leads and `coco_appointmentid` to appointments, with alternate keys. */
  readonly withColumns?: boolean;
}

/**
 * The bytes of the zip. Rejects with an Error on a service URL that is no origin, a SolutionError if the result has a
 * mistake.
 */
export async function buildSolution(options: BuildOptions): Promise<Uint8Array> {
  const { serviceUrl, version = packageVersion(), withColumns = false } = options;
  const serviceOrigin = readServiceOrigin(serviceUrl);
  const files = await Promise.all(
    webResources.map(async (resource) => [
      webResourceFile(resource.name),
      await content(resource, serviceOrigin),
    ]),
  );
  const xml = { version, withColumns };
  const zip = packEntries({
    ...(Object.fromEntries(files) as Entries),
    "[Content_Types].xml": bytes(contentTypesXml(webResources)),
    "customizations.xml": bytes(customizationsXml(xml, webResources)),
    "solution.xml": bytes(solutionXml(xml, webResources)),
  });
  checkSolution(zip);
  return zip;
}

/**
 * The origin of the service URL. Throws unless it is https, or http on this machine, and without a path: the pane
 * compares it with the origin of every message.
 */
export function readServiceOrigin(serviceUrl: string): string {
  const url = URL.canParse(serviceUrl) ? new URL(serviceUrl) : undefined;
  const isLoopback = url !== undefined && ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback);
  const isOrigin = url !== undefined && [url.origin, `${url.origin}/`].includes(url.href);
  if (url && isSafe && isOrigin) return url.origin;
  throw new Error(
    `The service URL ${JSON.stringify(serviceUrl)} is not usable: give the public https origin of the service, without a path, such as https://appointments.bank.example`,
  );
}

async function content({ source, globalName }: WebResource, serviceOrigin: string): Promise<Uint8Array> {
  const path = fileURLToPath(new URL(`web-resources/${source}`, import.meta.url));
  if (!source.endsWith(".ts")) return readFileSync(path);
  const { outputFiles } = await build({
    entryPoints: [path],
    bundle: true,
    write: false,
    minify: true,
    format: "iife",
    target: "es2022",
    legalComments: "none",
    logLevel: "silent",
    define: { serviceOrigin: JSON.stringify(serviceOrigin) },
    tsconfigRaw: "{}",
    ...(globalName !== undefined && { globalName }),
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error(`esbuild made nothing of solution/web-resources/${source}`);
  return output.contents;
}

function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
    readonly version: string;
  };
  return `${version.replace(/[-+].*$/, "")}.0`;
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
