// Parses XML to plain nodes.

import { DOMParser, type Element } from "@xmldom/xmldom";
import { badFetch, invalidXml } from "../errors/queries.ts";

/** An XML element; `text` is empty where it has child elements. */
export interface Node {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Node[];
  readonly text: string;
}

const maxDepth = 50;

/**
 * The root element of a FetchXML document. Document types are refused, since entities declared in them can
 * grow without limit. Throws a DataverseError if it is no XML.
 */
export function parseXml(source: string): Node {
  if (/<!(?!--)/.test(source)) throw invalidXml();
  let root: Element | null;
  try {
    const parser = new DOMParser({
      onError: (_level, message) => {
        throw new Error(message);
      },
    });
    root = parser.parseFromString(source, "text/xml").documentElement;
  } catch {
    throw invalidXml();
  }
  if (!root) throw invalidXml();
  return read(root, 0);
}

function read(element: Element, depth: number): Node {
  if (depth > maxDepth) throw badFetch("The FetchXML query is nested too deeply.");
  const children: Node[] = [];
  for (const child of element.childNodes) {
    if (child.nodeType === child.ELEMENT_NODE) children.push(read(child as Element, depth + 1));
  }
  const attributes = new Map<string, string>();
  for (const { name, value } of element.attributes) attributes.set(name, value);
  return {
    name: element.tagName,
    attributes,
    children,
    text: children.length > 0 ? "" : (element.textContent ?? ""),
  };
}
