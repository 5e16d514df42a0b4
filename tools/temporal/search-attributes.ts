/** The product's Search Attributes, as a server wants them registered. */
import { searchAttributes } from "../../src/workflows/search-attributes.ts";
import type { SearchAttributes } from "./namespaces.ts";

const types = { KEYWORD: "Keyword", DATETIME: "Datetime" } as const;

export const searchAttributeTypes: SearchAttributes = Object.fromEntries(
  Object.values(searchAttributes).map(({ name, type }) => [name, types[type]]),
);
