// Compiles a FetchXML document to a query plan.

import { displayName } from "../odata/render.ts";
import type { View } from "../odata/run.ts";
import { badFetch, unknownEntity } from "../errors/queries.ts";
import { optionLabel } from "../model/metadata.ts";
import type { Table } from "../model/metadata.ts";
import type { Aggregate, DatePart, Join, Ordering, Output, Plan, Source } from "../tabular/plan.ts";
import { allOf, isNumeric } from "../tabular/predicate.ts";
import type { Predicate } from "../tabular/predicate.ts";
import { compileFilter, refNamed, type Place } from "./conditions.ts";
import type { Node } from "./xml.ts";

/** The plan of a FetchXML query, and which of its outputs were given an alias. */
export interface FetchPlan extends Plan {
  /** For each output, whether its attribute element has an alias. */
  readonly isAliased: readonly boolean[];
}

/** The highest number of link-entity elements, after Microsoft's article "Join tables using FetchXml". */
const maxLinks = 15;
const aggregates: readonly Aggregate[] = ["count", "countcolumn", "sum", "avg", "min", "max"];
const dateParts: readonly DatePart[] = [
  "day",
  "week",
  "month",
  "quarter",
  "year",
  "fiscal-period",
  "fiscal-year",
];

/** The plan as far as it has been read. */
interface Parts {
  readonly sources: Source[];
  readonly byAlias: Map<string, { source: number; table: Table }>;
  readonly outputs: Output[];
  readonly isAliased: boolean[];
  readonly orderBy: Ordering[];
  readonly where: Predicate[];
  /** Orders and filters, which are read last: they can name aliases that come after them. */
  readonly later: (() => void)[];
}

/** Compiles the fetch element. Throws a DataverseError for what is wrong in it or not known. */
export function planFetch(view: View, fetch: Node): FetchPlan {
  const entities = fetch.children.filter((child) => child.name === "entity");
  const [entity] = entities;
  if (fetch.name !== "fetch" || !entity || entities.length > 1)
    throw badFetch("A fetch element with one entity element is required.");
  const isAggregated = isTrue(fetch.attributes.get("aggregate"));
  const parts: Parts = {
    sources: [],
    byAlias: new Map(),
    outputs: [],
    isAliased: [],
    orderBy: [],
    where: [],
    later: [],
  };
  readEntity(view, parts, entity, undefined, isAggregated);
  for (const read of parts.later) read();
  const isRaw = isTrue(fetch.attributes.get("useraworderby"));
  const { sources, outputs, isAliased, orderBy } = parts;
  return {
    sources,
    outputs,
    isAliased,
    orderBy,
    ...(parts.where.length > 0 ? { where: allOf(parts.where) } : {}),
    isGrouped: isAggregated,
    isDistinct: isTrue(fetch.attributes.get("distinct")) && !isAggregated,
    sortKey: (ref, value) => {
      // Choices are sorted by their labels, lookups by the names behind them.
      if (value === null) return null;
      if (ref.column.type === "lookup") {
        const target = ref.column.navigations.find((one) => view.store.get(one.target, String(value)));
        return displayName(view, target && { table: target.target, id: String(value) }) ?? value;
      }
      const label = optionLabel(ref.table, ref.column, value);
      return isRaw ? value : (label ?? value);
    },
  };
}

/** Whether an attribute is true, which FetchXML also writes as 1. */
export function isTrue(text: string | undefined): boolean {
  return text === "true" || text === "1";
}

/** Reads an entity or link-entity element, and those inside it. */
function readEntity(
  view: View,
  parts: Parts,
  node: Node,
  join: Join | undefined,
  isAggregated: boolean,
): void {
  const name = node.attributes.get("name") ?? "";
  const table = view.model.named(name);
  if (!table) throw unknownEntity(name);
  const source = parts.sources.length;
  if (source > maxLinks)
    throw badFetch(`Number of link entities in the query exceeded the maximum limit of ${maxLinks}.`);
  const alias = node.attributes.get("alias") ?? (join ? `${name}${source}` : name);
  if (parts.byAlias.has(alias))
    throw badFetch(`The alias '${alias.slice(0, 60)}' is not unique in the query.`);
  parts.byAlias.set(alias, { source, table });
  parts.sources.push({ table, alias, ...(join ? { join } : {}) });
  const place: Place = { source, table, byAlias: parts.byAlias };
  const filters: Predicate[] = [];
  for (const child of node.children) {
    if (child.name === "attribute") readAttribute(parts, place, alias, child, isAggregated);
    else if (child.name === "all-attributes") readAllAttributes(parts, place, alias);
    else if (child.name === "order") parts.later.push(() => readOrder(parts, place, child));
    else if (child.name === "link-entity") readLink(view, parts, place, child, isAggregated);
    else if (child.name === "filter") {
      if (join) filters.push(compileFilter(view, place, child));
      else parts.later.push(() => void parts.where.push(compileFilter(view, place, child)));
    } else throw badFetch(`Invalid child node '${child.name.slice(0, 60)}' of the entity element.`);
  }
  if (join && filters.length > 0)
    parts.sources[source] = { table, alias, join: { ...join, filter: allOf(filters) } };
}

/** Reads a link-entity as a join with the element around it. */
function readLink(view: View, parts: Parts, parent: Place, node: Node, isAggregated: boolean): void {
  const name = node.attributes.get("name") ?? "";
  const table = view.model.named(name);
  if (!table) throw unknownEntity(name);
  const types: Record<string, Join["type"]> = {
    inner: "inner",
    outer: "outer",
    exists: "exists",
    in: "exists",
    matchfirstrowusingcrossapply: "inner",
  };
  const given = node.attributes.get("link-type") ?? "inner";
  const type = Object.hasOwn(types, given) ? types[given] : undefined;
  if (!type) throw badFetch(`Invalid link-type '${given.slice(0, 60)}'.`);
  const join: Join = {
    type,
    from: refNamed({ source: parts.sources.length, table }, node.attributes.get("from") ?? table.primaryId),
    to: refNamed(parent, node.attributes.get("to") ?? ""),
  };
  readEntity(view, parts, node, join, isAggregated);
}

/** The name of a column in the answer where it has no alias: of a joined table alias.column. */
function outputName(place: Place, alias: string, name: string): string {
  return place.source === 0 ? name : `${alias}.${name}`;
}

/**
 * Reads an attribute element; in an aggregate query it must be an aggregate or a group, and have an alias.
 */
function readAttribute(
  parts: Parts,
  place: Place,
  entityAlias: string,
  node: Node,
  isAggregated: boolean,
): void {
  const ref = refNamed(place, node.attributes.get("name") ?? "");
  const alias = node.attributes.get("alias");
  const named = alias ?? outputName(place, entityAlias, ref.column.name);
  const add = (output: Output): void => {
    if (parts.outputs.some((one) => one.name === output.name && alias !== undefined))
      throw badFetch(`The alias '${named.slice(0, 60)}' is not unique in the query.`);
    parts.outputs.push(output);
    parts.isAliased.push(alias !== undefined);
  };
  if (!isAggregated) return add({ name: named, ref });
  if (alias === undefined) throw badFetch("An attribute of an aggregate query requires an alias.");
  const aggregate = node.attributes.get("aggregate");
  const part = node.attributes.get("dategrouping");
  if (aggregate === undefined && !isTrue(node.attributes.get("groupby")))
    throw badFetch("An attribute of an aggregate query requires an aggregate or a groupby.");
  const found = aggregates.find((one) => one === aggregate);
  const datePart = dateParts.find((one) => one === part);
  if ((aggregate !== undefined && !found) || (part !== undefined && !datePart))
    throw badFetch(`Invalid aggregate or dategrouping '${(aggregate ?? part ?? "").slice(0, 60)}'.`);
  if (found && ["sum", "avg"].includes(found) && !isNumeric(ref))
    throw badFetch(`The attribute '${ref.column.name}' cannot be aggregated by '${found}'.`);
  add({
    name: named,
    ref,
    ...(found ? { aggregate: found } : {}),
    ...(datePart ? { datePart } : {}),
    isDistinct: isTrue(node.attributes.get("distinct")),
  });
}

function readAllAttributes(parts: Parts, place: Place, alias: string): void {
  for (const column of place.table.columns) {
    parts.outputs.push({
      name: outputName(place, alias, column.name),
      ref: { source: place.source, table: place.table, column },
    });
    parts.isAliased.push(false);
  }
}

/** Reads an order element, by an alias of the query or by an attribute. */
function readOrder(parts: Parts, place: Place, node: Node): void {
  const alias = node.attributes.get("alias");
  const isDescending = isTrue(node.attributes.get("descending"));
  if (alias !== undefined) {
    if (!parts.outputs.some((output) => output.name === alias))
      throw badFetch(`The alias '${alias.slice(0, 60)}' of an order is not in the query.`);
    parts.orderBy.push({ by: alias, isDescending });
    return;
  }
  const owner = parts.byAlias.get(node.attributes.get("entityname") ?? "") ?? place;
  parts.orderBy.push({ by: refNamed(owner, node.attributes.get("attribute") ?? ""), isDescending });
}
