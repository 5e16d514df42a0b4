import { randomUUID } from "node:crypto";
import { fileTooLarge } from "../errors/values.ts";
import type { Column, Table } from "../model/metadata.ts";
import type { Session } from "../call/session.ts";
import { rowId, type Row, idOf, textOf } from "../store/row.ts";

/** Where files are kept: beside the tables, out of reach of the API. */
const files = "fileattachment";

export type FileColumn = Extract<Column, { type: "file" | "image" }>;

export interface File {
  readonly id: string;
  readonly name: string;
  readonly mimeType: string;
  readonly content: Buffer;
}

/** The column that shows a file's name comes and goes with the column of the file. */
export function companionsOf(column: Column): Column[] {
  if (column.type !== "file") return [];
  const { name, isCustom = false } = column;
  const schemaName = `${column.schemaName ?? name}_Name`;
  const details = { AttributeOf: name, IsLogical: true };
  return [
    { name: `${name}_name`, schemaName, isCustom, type: "text", maxLength: 255, writable: "never", details },
  ];
}

export function isFileColumn(column: Column | undefined): column is FileColumn {
  return column?.type === "file" || column?.type === "image";
}

export function fileIn(session: Session, row: Row, column: FileColumn): File | undefined {
  const id = idOf(row[column.name]);
  const kept = session.store.get(files, id);
  if (!kept) return undefined;
  const { name, mimeType, content } = kept;
  return {
    id,
    name: textOf(name),
    mimeType: textOf(mimeType),
    content: Buffer.from(textOf(content), "base64"),
  };
}

/** Puts a file into its column, in place of the one that is there. */
export function writeFile(
  session: Session,
  { table, row, column }: { table: Table; row: Row; column: FileColumn },
  file: Omit<File, "id">,
): File {
  if (file.content.length > column.maxSizeInKb * 1024) throw fileTooLarge();
  session.privileges.require("Write", table, session.caller, row);
  forgetFile(session, row, column);
  const id = randomUUID();
  const { name, mimeType } = file;
  session.store.put(files, id, { id, name, mimeType, content: file.content.toString("base64") });
  session.store.put(table.logicalName, rowId(table, row), {
    ...row,
    [column.name]: id,
    [`${column.name}_name`]: name,
  });
  return { ...file, id };
}

/** Empties the column. */
export function removeFile(session: Session, table: Table, row: Row, column: FileColumn): void {
  session.privileges.require("Write", table, session.caller, row);
  forgetFile(session, row, column);
  session.store.put(table.logicalName, rowId(table, row), {
    ...row,
    [column.name]: null,
    [`${column.name}_name`]: null,
  });
}

function forgetFile(session: Session, row: Row, column: FileColumn): void {
  const id = row[column.name];
  if (typeof id === "string") session.store.remove(files, id);
}

/** The files of a row that goes. */
export function forgetFiles(session: Session, table: Table, row: Row): void {
  for (const column of table.columns) if (isFileColumn(column)) forgetFile(session, row, column);
}
