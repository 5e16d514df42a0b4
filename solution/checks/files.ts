/** Checks that each web resource has its file, its content type, and the id it has in every build. */
import { webResourceFile, webResourceId } from "../package/parts.ts";
import {
  attribute,
  duplicates,
  elements,
  resourcesOf,
  type SolutionPackage,
} from "../package/read-package.ts";

/** The size of a web resource that an organisation accepts by default. */
const largestBytes = 5 * 1024 * 1024;
const kinds: Readonly<Record<string, string>> = { html: "1", css: "2", js: "3", svg: "11" };

/** Yields a sentence for each mistake about files, ids and content types of web resources. */
export function* checkFiles(pack: SolutionPackage): Iterable<string> {
  const typed = new Set(
    elements(pack.contentTypes, "Override").map((part) => attribute(part, "PartName").replace(/^\//, "")),
  );
  const extensions = elements(pack.contentTypes, "Default").map((part) => attribute(part, "Extension"));
  const resources = resourcesOf(pack);

  for (const { name, id, type, file } of resources) {
    if (id !== webResourceId(name))
      yield `web resource ${name}: its id must be ${webResourceId(name)}, as in every build`;
    const content = pack.entries[file];
    if (file !== webResourceFile(name)) {
      yield `web resource ${name}: its FileName must be /${webResourceFile(name)}`;
    } else if (content === undefined) {
      yield `web resource ${name}: ${file} is not in the zip`;
    } else if (content.length === 0 || content.length > largestBytes) {
      yield `web resource ${name}: ${content.length} bytes; it must have some, and at most ${largestBytes}`;
    }
    const kind = kinds[name.slice(name.lastIndexOf(".") + 1)];
    if (kind !== type)
      yield `web resource ${name}: its type must be ${kind ?? "one this package knows"}, not ${type}`;
  }

  const files = resources.map(({ name }) => webResourceFile(name));
  for (const file of duplicates(files)) yield `two web resources share ${file}`;
  for (const file of Object.keys(pack.entries)) {
    const extension = /\.(\w+)$/.exec(file)?.[1] ?? "";
    const isXml = ["[Content_Types].xml", "customizations.xml", "solution.xml"].includes(file);
    if (!isXml && !files.includes(file)) yield `${file} is in the zip, yet no web resource has it`;
    if (!typed.has(file) && !extensions.includes(extension))
      yield `[Content_Types].xml: ${file} has no content type`;
  }
  for (const file of typed) {
    if (pack.entries[file] === undefined && !files.includes(file))
      yield `[Content_Types].xml: ${file} is not in the zip`;
  }
}
