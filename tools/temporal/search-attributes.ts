import { searchAttributes } from "../../src/workflows/search-attributes.ts";
import type { SearchAttributes } from "./namespaces.ts";

const types = { KEYWORD: "Keyword", DATETIME: "Datetime" } as const;

/** The names of the product's Search Attributes → their types, by which they are registered. */
export const searchAttributeTypes: SearchAttributes = Object.fromEntries(
  Object.values(searchAttributes).map(({ name, type }) => [name, types[type]]),
);
