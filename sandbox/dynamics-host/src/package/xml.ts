import { DOMParser, type Element, onErrorStopParsing } from "@xmldom/xmldom";
import { ImportError } from "./import-error.ts";

/** An element of @xmldom/xmldom. */
export type { Element };

/** Parses a file of the package into its root element. Throws ImportError for what is not well-formed. */
export function parseXml(file: string, bytes: Uint8Array): Element {
  try {
    const parser = new DOMParser({ onError: onErrorStopParsing });
    const root = parser.parseFromString(new TextDecoder().decode(bytes), "text/xml").documentElement;
    if (root) return root;
  } catch (error) {
    const why = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new ImportError([`${file} is not well-formed XML: ${why}`]);
  }
  throw new ImportError([`${file} is empty`]);
}

/** The child elements; none for undefined. */
export function childrenOf(parent: Element | undefined): readonly Element[] {
  return [...(parent?.childNodes ?? [])].filter((node) => node.nodeType === node.ELEMENT_NODE) as Element[];
}

/** The child elements of that name. */
export function childrenNamed(parent: Element | undefined, name: string): readonly Element[] {
  return childrenOf(parent).filter((element) => element.nodeName === name);
}

/** The first element at the end of a path of names. */
export function elementAt(parent: Element, ...path: readonly string[]): Element | undefined {
  return path.reduce<Element | undefined>((at, name) => childrenNamed(at, name)[0], parent);
}

/** The descendant elements of that name. */
export function descendantsNamed(parent: Element | undefined, name: string): readonly Element[] {
  return childrenOf(parent).flatMap((element) => [
    ...(element.nodeName === name ? [element] : []),
    ...descendantsNamed(element, name),
  ]);
}

/** The trimmed text at the end of a path of names; "" if there is none. */
export function textAt(parent: Element, ...path: readonly string[]): string {
  return elementAt(parent, ...path)?.textContent?.trim() ?? "";
}
