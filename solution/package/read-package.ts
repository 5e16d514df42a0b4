/** Reads a solution's zip and its XML. */
import { DOMParser, type Document, type Element } from "@xmldom/xmldom";
import { type Entries, unpackEntries } from "./archive.ts";

/** A package's entries, and its three XML files parsed. */
export interface SolutionPackage {
  readonly entries: Entries;
  readonly solution: Document;
  readonly customizations: Document;
  readonly contentTypes: Document;
}

/** A web resource as customizations.xml lists it. */
export interface PackagedResource {
  readonly name: string;
  readonly id: string;
  readonly type: string;
  readonly file: string;
}

/** Reads a zip, or says why it is no package. */
export function readPackage(zip: Uint8Array): SolutionPackage | { readonly problems: readonly string[] } {
  const problems: string[] = [];
  let entries: Entries = {};
  try {
    entries = unpackEntries(zip);
  } catch {
    return { problems: ["this is not a zip file"] };
  }
  const read = (name: string): Document => {
    const bytes = entries[name];
    if (bytes === undefined) {
      problems.push(`${name} is missing`);
      return new DOMParser().parseFromString("<missing/>", "text/xml");
    }
    try {
      return new DOMParser({ onError: stop }).parseFromString(text(bytes), "text/xml");
    } catch (error) {
      problems.push(
        `${name} is not well-formed XML: ${error instanceof Error ? error.message : "unreadable"}`,
      );
      return new DOMParser().parseFromString("<broken/>", "text/xml");
    }
  };
  const documents = {
    solution: read("solution.xml"),
    customizations: read("customizations.xml"),
    contentTypes: read("[Content_Types].xml"),
  };
  return problems.length > 0 ? { problems } : { entries, ...documents };
}

function stop(_level: string, message: string): never {
  throw new Error(message.split("\n")[0]);
}

/** UTF-8, decoded. Throws a TypeError on other bytes. */
export function text(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}

/** Every element of that name, at any depth, in document order. */
export function elements(within: Document | Element, name: string): readonly Element[] {
  return [...within.getElementsByTagName(name)];
}

/** The elements directly below. */
export function children(of: Element): readonly Element[] {
  return [...of.childNodes].filter((node): node is Element => node.nodeType === node.ELEMENT_NODE);
}

/** Text of the first child of that name, or "". */
export function childText(of: Element, name: string): string {
  return (
    children(of)
      .find(({ tagName }) => tagName === name)
      ?.textContent?.trim() ?? ""
  );
}

/** The value of an attribute, or "". */
export function attribute(of: Element, name: string): string {
  return of.getAttribute(name) ?? "";
}

/** The web resources of the package. */
export function resourcesOf({ customizations }: SolutionPackage): readonly PackagedResource[] {
  return elements(customizations, "WebResource").map((element) => ({
    name: childText(element, "Name"),
    id: childText(element, "WebResourceId").replace(/[{}]/g, ""),
    type: childText(element, "WebResourceType"),
    file: childText(element, "FileName").replace(/^\//, ""),
  }));
}

/** The tables of the package, each with its logical name. */
export function tablesOf({ customizations }: SolutionPackage): readonly { name: string; element: Element }[] {
  return elements(customizations, "Entity").map((element) => ({
    name: childText(element, "Name").toLowerCase(),
    element,
  }));
}

/** Each value that is there more than once, once. */
export function duplicates(values: readonly string[]): readonly string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
