// The query option $apply of OData: filters, groups and aggregates.

import { badQuery, unknownProperty } from "../errors/addresses.ts";
import { columnOfProperty, navigationNamed, tableNamed } from "../model/metadata.ts";
import type { Table } from "../model/metadata.ts";
import type { Row } from "../store/row.ts";
import type { Output, Plan, Source } from "./plan.ts";
import { allOf, type ColumnRef, type Predicate, isNumeric } from "./predicate.ts";
import { createLineRenderer } from "./render.ts";
import { runPlan } from "./run.ts";
import { compileFilter } from "../odata/evaluate.ts";
import { parseFilter } from "../odata/parse.ts";
import type { QueryOptions } from "../odata/query.ts";
import { createReader, type Reader } from "../odata/reader.ts";
import { maxPageSize, type View } from "../odata/run.ts";
import { splitOutsideParentheses } from "../odata/split.ts";

/** The aggregation methods of OData, as the plan knows them. */
const methods: Readonly<Record<string, Pick<Output, "aggregate" | "isDistinct">>> = {
  sum: { aggregate: "sum" },
  average: { aggregate: "avg" },
  min: { aggregate: "min" },
  max: { aggregate: "max" },
  count: { aggregate: "countcolumn" },
  countdistinct: { aggregate: "countcolumn", isDistinct: true },
};

/** The plan as far as it has been read; paths such as nav/b add sources to it. */
interface Parts {
  readonly sources: Source[];
  readonly outputs: Output[];
}

/**
 * Answers $apply=filter(…)/groupby((a,nav/b),aggregate(c with sum as total,$count as number)) with one object
 * for each group. `among` are the rows to work on; without it, all rows of the table. Throws a DataverseError
 * for what it cannot read.
 */
export function answerApply(
  view: View,
  table: Table,
  options: QueryOptions,
  among?: readonly Row[],
): Record<string, unknown>[] {
  const parts: Parts = { sources: [{ table, alias: "" }], outputs: [] };
  const filters: Predicate[] = [];
  const addFilter = (test: (row: Row) => boolean): void =>
    void filters.push({ test: ([row]) => row !== undefined && test(row) });
  if (options.filter) addFilter(compileFilter(view, table, options.filter));
  const steps = splitSteps(options.apply ?? "");
  for (const [index, step] of steps.entries()) {
    if (step.name === "filter") addFilter(compileFilter(view, table, parseFilter(step.inner)));
    else if (index < steps.length - 1)
      throw badQuery("Only filters can come before another transformation of $apply.");
    else readTransformation(view, parts, step);
  }
  if (parts.outputs.length === 0) throw badQuery("$apply requires a groupby or an aggregate transformation.");
  const plan: Plan = {
    ...parts,
    ...(among ? { among } : {}),
    ...(filters.length > 0 ? { where: allOf(filters) } : {}),
    isGrouped: true,
    isDistinct: false,
    orderBy: options.orderBy.map(({ path, isDescending }) => ({ by: path.join("/"), isDescending })),
    sortKey: (_ref, value) => value,
  };
  const lines = runPlan(view, plan).slice(0, Math.min(options.top ?? maxPageSize, maxPageSize));
  return lines.map(createLineRenderer(view, plan, () => true));
}

/** One transformation, such as groupby(…): its name, and the text between its parentheses. */
interface Step {
  readonly name: string;
  readonly inner: string;
}

function splitSteps(source: string): Step[] {
  return splitOutsideParentheses(source, "/").map((part) => {
    const text = part.trim();
    const open = text.indexOf("(");
    if (open < 0 || !text.endsWith(")")) throw badQuery(`Syntax error in $apply: '${text.slice(0, 60)}'.`);
    return { name: text.slice(0, open).trim(), inner: text.slice(open + 1, -1) };
  });
}

function readTransformation(view: View, parts: Parts, { name, inner }: Step): void {
  const reader = createReader(inner);
  if (name === "aggregate") readAggregates(view, parts, reader);
  else if (name === "groupby") readGroups(view, parts, reader);
  else throw badQuery(`The transformation '${name.slice(0, 60)}' is not supported.`);
  reader.end();
}

function readGroups(view: View, parts: Parts, reader: Reader): void {
  reader.take("(");
  for (;;) {
    const path = readPath(reader);
    parts.outputs.push({ name: path.join("/"), ref: refOf(view, parts, path) });
    if (!reader.isSymbol(",")) break;
    reader.take(",");
  }
  reader.take(")");
  if (!reader.isSymbol(",")) return;
  reader.take(",");
  reader.takeWord("aggregate");
  reader.take("(");
  readAggregates(view, parts, reader);
  reader.take(")");
}

function readAggregates(view: View, parts: Parts, reader: Reader): void {
  for (;;) {
    parts.outputs.push(readAggregate(view, parts, reader));
    if (!reader.isSymbol(",")) return;
    reader.take(",");
  }
}

function readAggregate(view: View, parts: Parts, reader: Reader): Output {
  if (reader.isWord("$count")) {
    reader.next();
    reader.takeWord("as");
    return { name: reader.word(), aggregate: "count" };
  }
  const ref = refOf(view, parts, readPath(reader));
  reader.takeWord("with");
  const method = reader.word();
  reader.takeWord("as");
  const found = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (!found) throw badQuery(`The aggregation method '${method.slice(0, 60)}' is not supported.`);
  if ((found.aggregate === "sum" || found.aggregate === "avg") && !isNumeric(ref))
    throw badQuery(`The property '${ref.column.name}' cannot be aggregated with '${method}'.`);
  return { name: reader.word(), ref, ...found };
}

function readPath(reader: Reader): string[] {
  const path = [reader.word()];
  while (reader.isSymbol("/")) {
    reader.take("/");
    path.push(reader.word());
  }
  return path;
}

/**
 * The column that a path names: a property of the table, or of the row that single-valued navigation
 * properties lead to, which are outer joins.
 */
function refOf(view: View, parts: Parts, path: readonly string[]): ColumnRef {
  let source = 0;
  for (const name of path.slice(0, -1)) {
    source = joinedSource(view, parts, source, name);
  }
  const { table } = sourceAt(parts, source);
  const column = columnOfProperty(table, path.at(-1) ?? "");
  if (!column) throw unknownProperty(table, path.at(-1) ?? "");
  return { source, table, column };
}

function sourceAt(parts: Parts, index: number): Source {
  const source = parts.sources[index];
  if (!source) throw new Error(`There is no source ${index}`);
  return source;
}

/**
 * The number of the source behind a single-valued navigation property of another source; added as an outer
 * join at its first use.
 */
function joinedSource(view: View, parts: Parts, parent: number, name: string): number {
  const alias = `${parent}/${name}`;
  const known = parts.sources.findIndex((one) => one.alias === alias);
  if (known >= 0) return known;
  const from = sourceAt(parts, parent).table;
  const navigation = navigationNamed(from, name);
  if (!navigation) throw unknownProperty(from, name);
  const table = tableNamed(view.model, navigation.targets[0] ?? "");
  const key = table.columns.find((column) => column.name === table.primaryId);
  if (!key) throw unknownProperty(table, table.primaryId);
  const source = parts.sources.length;
  parts.sources.push({
    table,
    alias,
    join: {
      type: "outer",
      from: { source, table, column: key },
      to: { source: parent, table: from, column: navigation.column },
    },
  });
  return source;
}
