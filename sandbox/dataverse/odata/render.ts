import { optionsOf, propertyName, tableNamed } from "../metadata.ts";
import type { Column, Table } from "../metadata.ts";
import { isReference } from "../store.ts";
import type { Cell, Row } from "../store.ts";
import type { Database } from "./evaluate.ts";

const formattedValue = "OData.Community.Display.V1.FormattedValue";

/** Which annotations a Prefer header asks for: all with "*", else the named ones. */
export function wantsAnnotation(include: string | undefined, name: string): boolean {
  if (include === undefined) return false;
  return include.split(",").some((pattern) => {
    const wanted = pattern.trim();
    return (
      wanted === "*" || wanted === name || (wanted.endsWith(".*") && name.startsWith(wanted.slice(0, -1)))
    );
  });
}

export function etag(row: Row): string {
  return `W/"${Number(row.versionnumber)}"`;
}

/** One row as the API writes it, without its context. */
export function renderRow(
  database: Database,
  table: Table,
  row: Row,
  selected: ReadonlySet<string> | undefined,
  annotations: string | undefined,
): Record<string, unknown> {
  const rendered: Record<string, unknown> = { "@odata.etag": etag(row) };
  for (const column of table.columns) {
    // The primary key is answered whether it was selected or not.
    if (selected && !selected.has(column.name) && column.name !== table.primaryId) continue;
    const cell = row[column.name] ?? null;
    const property = propertyName(column);
    if (cell !== null) {
      for (const [name, value] of annotationsOf(database, table, column, cell)) {
        if (wantsAnnotation(annotations, name)) rendered[`${property}@${name}`] = value;
      }
    }
    rendered[property] = isReference(cell) ? cell.id : cell;
  }
  return rendered;
}

function annotationsOf(database: Database, table: Table, column: Column, cell: Cell): [string, string][] {
  if (isReference(cell) && column.type === "lookup") {
    const navigation = column.navigations.find((one) => one.target === cell.table);
    return [
      ["Microsoft.Dynamics.CRM.associatednavigationproperty", navigation?.names[0] ?? column.name],
      ["Microsoft.Dynamics.CRM.lookuplogicalname", cell.table],
      [formattedValue, displayName(database, cell) ?? ""],
    ];
  }
  if (column.type === "boolean") return [[formattedValue, cell === true ? "Yes" : "No"]];
  const label = optionsOf(table, column).find((option) => option.value === cell)?.label;
  return label === undefined ? [] : [[formattedValue, label]];
}

/** The primary name of the row a lookup points at. */
export function displayName(database: Database, cell: Cell | undefined): string | undefined {
  if (!isReference(cell)) return undefined;
  const row = database.store.get(cell.table, cell.id);
  const name = row?.[tableNamed(database.model, cell.table).primaryName];
  return typeof name === "string" ? name : undefined;
}
