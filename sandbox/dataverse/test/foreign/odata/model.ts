import { DOMParser, type Element } from "@xmldom/xmldom";

/** What a client without any knowledge of Dataverse learns from `$metadata`. */
export interface EntityType {
  readonly name: string;
  readonly key: string;
  readonly properties: ReadonlyMap<string, string>;
  readonly navigations: ReadonlyMap<string, { readonly type: string; readonly isCollection: boolean }>;
}

export interface Csdl {
  readonly types: ReadonlyMap<string, EntityType>;
  /** Entity sets with the names of their types. */
  readonly sets: ReadonlyMap<string, string>;
  readonly functions: readonly string[];
  readonly actions: readonly string[];
}

export function readCsdl(xml: string): Csdl {
  const complaints: string[] = [];
  const parser = new DOMParser({ onError: (_level, message) => void complaints.push(message) });
  const root = parser.parseFromString(xml, "text/xml").documentElement;
  if (!root || complaints.length > 0)
    throw new Error(`$metadata is not well-formed: ${complaints.join("; ")}`);
  const schema = childrenOf(root, "Schema", true)[0];
  if (!schema) throw new Error("$metadata has no schema");
  const namespace = schema.getAttribute("Namespace");
  const alias = schema.getAttribute("Alias");
  const local = (type: string) =>
    type
      .replace(/^Collection\((.*)\)$/, "$1")
      .replace(`${namespace}.`, "")
      .replace(`${alias}.`, "");
  const types = new Map<string, EntityType>();
  for (const element of childrenOf(schema, "EntityType")) {
    const name = nameOf(element);
    types.set(name, {
      name,
      key: childrenOf(element, "PropertyRef", true).map(nameOf)[0] ?? "",
      properties: new Map(
        childrenOf(element, "Property").map((one) => [nameOf(one), one.getAttribute("Type") ?? ""]),
      ),
      navigations: new Map(
        childrenOf(element, "NavigationProperty").map((one) => {
          const type = one.getAttribute("Type") ?? "";
          return [nameOf(one), { type: local(type), isCollection: type.startsWith("Collection(") }];
        }),
      ),
    });
  }
  const sets = childrenOf(schema, "EntitySet", true).map(
    (one) => [nameOf(one), local(one.getAttribute("EntityType") ?? "")] as const,
  );
  return {
    types,
    sets: new Map(sets),
    functions: childrenOf(schema, "Function").map(nameOf),
    actions: childrenOf(schema, "Action").map(nameOf),
  };
}

function childrenOf(parent: Element, tag: string, isDeep = false): Element[] {
  const found = [...parent.getElementsByTagNameNS("*", tag)];
  return isDeep ? found : found.filter((one) => one.parentNode === parent);
}

function nameOf(element: Element): string {
  return element.getAttribute("Name") ?? "";
}
