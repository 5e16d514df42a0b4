// Writes rows as JSON objects with ETags and annotations.

import { unknownProperty } from "../errors/addresses.ts";
import { columnOfProperty, navigationNamed, propertyName, tableNamed } from "../model/metadata.ts";
import type { Column, Table } from "../model/metadata.ts";
import { isReference } from "../store/row.ts";
import type { Cell, Row } from "../store/row.ts";
import { formatValue } from "./format-value.ts";
import type { Database } from "../store/database.ts";

const formatted = "OData.Community.Display.V1.FormattedValue";
const navigationOf = "Microsoft.Dynamics.CRM.associatednavigationproperty";
const tableOf = "Microsoft.Dynamics.CRM.lookuplogicalname";

/**
 * Whether a Prefer header asks for an annotation: "*" asks for all, else by name or by prefix
 * (Microsoft.Dynamics.CRM.*).
 */
export function wantsAnnotation(include: string | undefined, name: string): boolean {
  if (include === undefined) return false;
  return include.split(",").some((pattern) => {
    const wanted = pattern.trim();
    return (
      wanted === "*" || wanted === name || (wanted.endsWith(".*") && name.startsWith(wanted.slice(0, -1)))
    );
  });
}

/** The ETag of a row, which shows its version number. */
export function etag(row: Row): string {
  return `W/"${Number(row.versionnumber)}"`;
}

/**
 * The columns that $select names; undefined for all of them. A navigation property stands for the lookup value under it.
 * @throws DataverseError if the table has no such property
 */
export function selectedColumns(
  table: Table,
  select: readonly string[] | undefined,
): ReadonlySet<string> | undefined {
  if (!select) return undefined;
  const wanted = new Set(
    select
      .filter((name) => name !== "*")
      .map((name) => {
        const column = columnOfProperty(table, name) ?? navigationNamed(table, name)?.column;
        if (!column) throw unknownProperty(table, name);
        return column.name;
      }),
  );
  return select.includes("*") ? undefined : wanted;
}

/**
 * Makes a function that writes rows without their context. What does not depend on the row is computed
 * once.
 */
export function createRowRenderer(
  database: Database,
  table: Table,
  selected: ReadonlySet<string> | undefined,
  annotations: string | undefined,
): (row: Row) => Record<string, unknown> {
  // The primary key is always in the answer, and the currency if a money column is.
  const hasMoney = table.columns.some(({ type, name }) => type === "money" && selected?.has(name));
  const isAnswered = (name: string): boolean =>
    !selected ||
    selected.has(name) ||
    name === table.primaryId ||
    (hasMoney && name === "transactioncurrencyid");
  const columns = table.columns
    .filter(({ name }) => isAnswered(name))
    .map((column) => ({ column, property: propertyName(column) }));
  const annotate = createAnnotator(database, table, annotations);
  return (row) => {
    const rendered: Record<string, unknown> = { "@odata.etag": etag(row) };
    for (const { column, property } of columns) {
      const cell = row[column.name] ?? null;
      if (cell !== null) annotate?.(rendered, property, column, cell);
      rendered[property] = isReference(cell) ? cell.id : cell;
    }
    return rendered;
  };
}

type Annotate = (
  rendered: Record<string, unknown>,
  property: string,
  column: Column,
  cell: Exclude<Cell, null>,
) => void;

/** Makes a function that writes the annotations of one value; undefined if none are wanted. */
export function createAnnotator(
  database: Database,
  table: Table,
  annotations: string | undefined,
): Annotate | undefined {
  if (annotations === undefined) return undefined;
  const wants = {
    formatted: wantsAnnotation(annotations, formatted),
    navigation: wantsAnnotation(annotations, navigationOf),
    table: wantsAnnotation(annotations, tableOf),
  };
  return (rendered, property, column, cell) => {
    if (isReference(cell)) {
      const navigation =
        column.type === "lookup" && !column.isBare
          ? column.navigations.find((one) => one.target === cell.table)
          : undefined;
      if (wants.formatted) rendered[`${property}@${formatted}`] = displayName(database, cell) ?? "";
      if (wants.navigation && navigation)
        rendered[`${property}@${navigationOf}`] = navigation.names[0] ?? column.name;
      if (wants.table) rendered[`${property}@${tableOf}`] = cell.table;
    } else if (wants.formatted) {
      const text =
        column.namesTable && typeof cell === "string"
          ? database.model.named(cell)?.displayName
          : formatValue(table, column, cell);
      if (text !== undefined) rendered[`${property}@${formatted}`] = text;
    }
  };
}

/** The primary name of the row that a lookup points at; undefined if there is none. */
export function displayName(database: Database, cell: Cell | undefined): string | undefined {
  if (!isReference(cell)) return undefined;
  const row = database.store.get(cell.table, cell.id);
  const name = row?.[tableNamed(database.model, cell.table).primaryName];
  return typeof name === "string" ? name : undefined;
}
