/** Checks that HTML works under a strict Content Security Policy, and refers only to the package. */
import { type Document, DOMParser } from "@xmldom/xmldom";
import { elements, resourcesOf, type SolutionPackage, text } from "../package/read-package.ts";

/**
 * Yields a sentence for each mistake about HTML that a strict Content Security Policy blocks, or that points outside
 * the package.
 */
export function* checkPages(pack: SolutionPackage): Iterable<string> {
  const resources = resourcesOf(pack);
  const names = new Set(resources.map(({ name }) => name));
  for (const { name, file } of resources) {
    const content = pack.entries[file];
    if (!name.endsWith(".html") || content === undefined) continue;
    const page = parsePage(text(content));
    if (page === undefined) {
      yield `page ${name}: it is not HTML`;
      continue;
    }
    for (const element of elements(page, "*")) {
      const tag = element.tagName.toLowerCase();
      const isInline = tag === "style" || (tag === "script" && !element.hasAttribute("src"));
      if (isInline)
        yield `page ${name}: <${tag}> stands in the page; a strict Content Security Policy blocks it`;
      for (const { name: key, value } of element.attributes) {
        if (/^(?:on\w+|style)$/i.test(key))
          yield `page ${name}: ${key} on <${tag}> is blocked by a strict Content Security Policy`;
        if (!/^(?:src|href)$/i.test(key)) continue;
        const target = new URL(value, `https://organisation.invalid/WebResources/${name}`);
        const path = target.pathname.replace(/^\/WebResources\//, "");
        if (target.hostname !== "organisation.invalid" || !names.has(path)) {
          yield `page ${name}: ${key}="${value}" is not in the package`;
        }
      }
    }
  }
}

function parsePage(html: string): Document | undefined {
  try {
    return new DOMParser({ onError: () => undefined }).parseFromString(html, "text/html");
  } catch {
    return undefined;
  }
}
