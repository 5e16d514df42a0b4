import type { Table } from "../model/metadata.ts";

/** The value of a lookup: the table by its logical name, and the id of the row. */
export interface Reference {
  readonly table: string;
  readonly id: string;
}

/** The value of one column of a row. */
export type Cell = string | number | boolean | null | Reference;

/**
 * A row by column name, as the model names them. Rows are never changed in place: a write stores a new
 * object.
 */
export type Row = Readonly<Record<string, Cell>>;

/** Whether a cell is the value of a lookup. */
export function isReference(cell: Cell | undefined): cell is Reference {
  return typeof cell === "object" && cell !== null;
}

/** A cell as conditions see it: a lookup is the id it points at. */
export type Scalar = string | number | boolean | null;

/** The scalar of a cell; null for a column without a value. */
export function scalarOf(cell: Cell | undefined): Scalar {
  if (cell === undefined) return null;
  return isReference(cell) ? cell.id : cell;
}

/** The id in a cell, whether it is kept as a lookup or as a bare id. */
export function idOf(cell: Cell | undefined): string {
  return textOf(scalarOf(cell));
}

/** The text of a cell; empty if it is no text. */
export function textOf(cell: Cell | undefined): string {
  return typeof cell === "string" ? cell : "";
}

/**
 * The primary key of a row.
 * @throws Error if the row has none
 */
export function rowId(table: Pick<Table, "primaryId">, row: Row): string {
  const id = row[table.primaryId];
  if (typeof id !== "string") throw new Error(`A row without its ${table.primaryId}`);
  return id;
}
