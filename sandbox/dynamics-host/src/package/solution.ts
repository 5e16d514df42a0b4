import { unzipSync } from "fflate";
import type { Command } from "./command.ts";
import { ImportError } from "./import-error.ts";
import { readRibbon } from "./ribbon.ts";
import { readWebResources, type WebResource } from "./web-resource.ts";
import { childrenNamed, childrenOf, type Element, elementAt, parseXml, textAt } from "./xml.ts";

/** An imported solution. */
export interface Solution {
  readonly uniqueName: string;
  readonly version: string;
  readonly baseLanguage: number;
  readonly webResources: ReadonlyMap<string, WebResource>;
  /** By logical name of the table whose form they stand on. */
  readonly commands: Readonly<Record<string, readonly Command[]>>;
}

type Files = ReadonlyMap<string, Uint8Array>;
type Report = (problem: string) => void;

const componentTypes = { table: "1", webResource: "61" } as const;

/** Reads a solution's zip as Dynamics imports it. Throws ImportError with all that is wrong. */
export function importSolution(zip: Uint8Array): Solution {
  const files = unzip(zip);
  const missing = ["[Content_Types].xml", "solution.xml", "customizations.xml"].filter(
    (name) => !files.has(name),
  );
  if (missing.length > 0) throw new ImportError(missing.map((name) => `the zip has no ${name}`));
  const read = (name: string) => parseXml(name, files.get(name) ?? new Uint8Array());
  const [manifest, customizations] = [read("solution.xml"), read("customizations.xml")];

  const problems: string[] = [];
  const report: Report = (problem) => problems.push(problem);
  checkContentTypes(read("[Content_Types].xml"), files, report);
  const webResources = readWebResources(elementAt(customizations, "WebResources"), files, report);
  const entities = childrenNamed(elementAt(customizations, "Entities"), "Entity");
  checkManifest(manifest, report);
  checkComponents(manifest, { webResources, entities }, report);
  const hasWebResource = (name: string) => webResources.has(name);
  const baseLanguage = Number(manifest.getAttribute("languagecode") ?? 1033);
  const commands = Object.fromEntries(
    entities.map((entity) => {
      const table = textAt(entity, "Name").toLowerCase();
      const ribbon = elementAt(entity, "RibbonDiffXml");
      return [table, ribbon ? readRibbon(ribbon, { table, baseLanguage, hasWebResource, report }) : []];
    }),
  );
  if (problems.length > 0) throw new ImportError(problems);
  return {
    uniqueName: textAt(manifest, "SolutionManifest", "UniqueName"),
    version: textAt(manifest, "SolutionManifest", "Version"),
    baseLanguage,
    webResources,
    commands,
  };
}

function unzip(zip: Uint8Array): Files {
  try {
    return new Map(Object.entries(unzipSync(zip)).filter(([name]) => !name.endsWith("/")));
  } catch {
    throw new ImportError(["it is not a zip file"]);
  }
}

/** Every file needs a content type, by its name or by its extension. */
function checkContentTypes(types: Element, files: Files, report: Report): void {
  const extensions = new Set(childrenNamed(types, "Default").map((one) => one.getAttribute("Extension")));
  const parts = new Set(childrenNamed(types, "Override").map((one) => one.getAttribute("PartName")));
  for (const name of files.keys()) {
    const extension = /\.([^./]+)$/.exec(name)?.[1] ?? null;
    if (name === "[Content_Types].xml" || parts.has(`/${name}`)) continue;
    if (!extensions.has(extension)) report(`[Content_Types].xml has no content type for "${name}"`);
  }
  for (const part of parts) {
    if (!files.has((part ?? "").replace(/^\//, ""))) {
      report(`[Content_Types].xml names "${part}", which the zip does not have`);
    }
  }
}

function checkManifest(manifest: Element, report: Report): void {
  const required = [["UniqueName"], ["Version"], ["Publisher", "CustomizationPrefix"]];
  for (const path of required) {
    if (!textAt(manifest, "SolutionManifest", ...path)) report(`solution.xml has no ${path.join("/")}`);
  }
}

/** Every root component must be in customizations.xml, and every web resource there must be a root component. */
function checkComponents(
  manifest: Element,
  content: { webResources: ReadonlyMap<string, WebResource>; entities: readonly Element[] },
  report: Report,
): void {
  const components = childrenOf(elementAt(manifest, "SolutionManifest", "RootComponents"));
  const promised = (type: string) =>
    components
      .filter((one) => one.getAttribute("type") === type)
      .map((one) => one.getAttribute("schemaName") ?? "");
  const tables = new Set(content.entities.map((entity) => textAt(entity, "Name").toLowerCase()));
  for (const name of promised(componentTypes.table)) {
    if (!tables.has(name.toLowerCase())) report(`the RootComponent "${name}" has no Entity`);
  }
  for (const name of promised(componentTypes.webResource)) {
    if (!content.webResources.has(name)) report(`the RootComponent "${name}" has no WebResource`);
  }
  const listed = new Set(promised(componentTypes.webResource));
  for (const name of content.webResources.keys()) {
    if (!listed.has(name)) report(`the WebResource "${name}" is no RootComponent of solution.xml`);
  }
  const prefix = textAt(manifest, "SolutionManifest", "Publisher", "CustomizationPrefix");
  for (const name of content.webResources.keys()) {
    if (!name.startsWith(`${prefix}_`))
      report(`the web resource "${name}" lacks the publisher's prefix ${prefix}_`);
  }
}
