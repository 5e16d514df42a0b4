import { edmTypeOf } from "../model/edm.ts";
import { propertyName } from "../model/metadata.ts";
import type { Table } from "../model/metadata.ts";
import { rowId, type Row } from "../store/row.ts";
import type { QueryOptions } from "./query.ts";

/** How much control information (@odata.…) an answer has, as OData names the levels. */
export type MetadataLevel = "none" | "minimal" | "full";

/** The level that an Accept header asks for: application/json;odata.metadata=full. Without one: minimal. */
export function metadataLevel(accept: string | undefined): MetadataLevel {
  const wanted = /;\s*odata\.metadata=(none|full)\b/i.exec(accept ?? "")?.[1]?.toLowerCase();
  return wanted === "none" || wanted === "full" ? wanted : "minimal";
}

type Rendered = Record<string, unknown>;

/**
 * Adds to a rendered row what only the full level has: types that JSON does not show, and links to the row
 * and its navigation properties.
 */
export function createDescriber(
  serviceRoot: string,
  table: Table,
  { select, expand }: Pick<QueryOptions, "select" | "expand">,
): (row: Row, rendered: Rendered) => Rendered {
  const types = new Map(
    table.columns
      .map((column) => [propertyName(column), edmTypeOf(column)] as const)
      .filter(([, type]) => !isShownByJson.has(type)),
  );
  const expanded = new Set(expand.map(({ name }) => name));
  const ways = waysOn(table).filter((name) => !select || expanded.has(name));
  return (row, { "@odata.etag": tag, ...rendered }) => {
    const path = `${table.entitySet}(${rowId(table, row)})`;
    const described: Rendered = {
      "@odata.type": `#Microsoft.Dynamics.CRM.${table.logicalName}`,
      "@odata.id": serviceRoot + path,
      "@odata.etag": tag,
      "@odata.editLink": path,
    };
    for (const [name, value] of Object.entries(rendered)) {
      const type = types.get(name);
      // Streaming readers need the type before the value.
      if (type && value !== null) described[`${name}@odata.type`] = type.replace("Edm.", "#");
      described[name] = value;
    }
    for (const name of ways) {
      described[`${name}@odata.associationLink`] = `${serviceRoot}${path}/${name}/$ref`;
      described[`${name}@odata.navigationLink`] = `${serviceRoot}${path}/${name}`;
    }
    return described;
  };
}

const isShownByJson: ReadonlySet<string> = new Set(["Edm.String", "Edm.Boolean", "Edm.Int32", "Edm.Double"]);

function waysOn({ columns, collections }: Table): string[] {
  const lookups = columns.flatMap((column) =>
    column.type === "lookup" && !column.isBare
      ? column.navigations.flatMap(({ names }) => names.slice(0, 1))
      : [],
  );
  return [...new Set([...lookups, ...collections.map(({ name }) => name)])];
}

/** The answer at the level "none": of its control information only counts and links to more rows are left. */
export function withoutControlInformation(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutControlInformation);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(
    ([name]) => !name.includes("@odata.") || /@odata\.(?:count|nextLink|deltaLink)$/.test(name),
  );
  return Object.fromEntries(kept.map(([name, content]) => [name, withoutControlInformation(content)]));
}
