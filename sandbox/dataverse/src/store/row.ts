import type { Table } from "../model/metadata.ts";

export interface Reference {
  readonly table: string;
  readonly id: string;
}

export type Cell = string | number | boolean | null | Reference;

/** Rows are never changed in place: a write puts a new object. Keys are the column names of the model. */
export type Row = Readonly<Record<string, Cell>>;

export function isReference(cell: Cell | undefined): cell is Reference {
  return typeof cell === "object" && cell !== null;
}

/** What a cell says to a condition or a reader: a lookup its id. */
export type Scalar = string | number | boolean | null;

export function scalarOf(cell: Cell | undefined): Scalar {
  if (cell === undefined) return null;
  return isReference(cell) ? cell.id : cell;
}

/** The id in a cell, whether it is kept as a lookup or as a bare id. */
export function idOf(cell: Cell | undefined): string {
  return textOf(scalarOf(cell));
}

export function textOf(cell: Cell | undefined): string {
  return typeof cell === "string" ? cell : "";
}

/** The primary key of a row. */
export function rowId(table: Pick<Table, "primaryId">, row: Row): string {
  const id = row[table.primaryId];
  if (typeof id !== "string") throw new Error(`A row without its ${table.primaryId}`);
  return id;
}
