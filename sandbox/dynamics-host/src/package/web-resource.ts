import { childrenOf, type Element, textAt } from "./xml.ts";

/** A file that Dynamics serves. */
export interface WebResource {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

const contentTypes: Readonly<Record<string, string>> = {
  1: "text/html; charset=utf-8",
  2: "text/css; charset=utf-8",
  3: "text/javascript; charset=utf-8",
  4: "text/xml; charset=utf-8",
  5: "image/png",
  6: "image/jpeg",
  7: "image/gif",
  9: "text/xml; charset=utf-8",
  10: "image/x-icon",
  11: "image/svg+xml",
  12: "text/xml; charset=utf-8",
};

/** The web resources that customizations.xml lists, by name, with their content. Problems are reported. */
export function readWebResources(
  list: Element | undefined,
  files: ReadonlyMap<string, Uint8Array>,
  report: (problem: string) => void,
): ReadonlyMap<string, WebResource> {
  const resources = new Map<string, WebResource>();
  for (const element of childrenOf(list)) {
    const name = textAt(element, "Name");
    const type = textAt(element, "WebResourceType");
    const fileName = textAt(element, "FileName");
    const bytes = files.get(fileName.replace(/^\//, ""));
    const contentType = contentTypes[type];
    if (resources.has(name)) report(`the web resource "${name}" is listed twice`);
    if (!contentType) report(`the web resource "${name}" is of type "${type}", which there is not`);
    if (!bytes)
      report(`the web resource "${name}" wants the file "${fileName}", which the zip does not have`);
    if (bytes && contentType) resources.set(name, { name, contentType, bytes });
  }
  return resources;
}
