import { randomUUID } from "node:crypto";
import { fileTooLarge } from "../errors/values.ts";
import type { Column, Table } from "../model/metadata.ts";
import type { Session } from "../call/session.ts";
import { rowId, type Row, idOf, textOf } from "../store/row.ts";

/** The name under which files are stored; no table of the model has it, so the API does not show them. */
const files = "fileattachment";

/** A column that holds a file or an image. */
export type FileColumn = Extract<Column, { type: "file" | "image" }>;

/** A file of a row. */
export interface File {
  readonly id: string;
  readonly name: string;
  readonly mimeType: string;
  readonly content: Buffer;
}

/** The columns that exist only beside this one: a file column has one for the file's name. */
export function companionsOf(column: Column): Column[] {
  if (column.type !== "file") return [];
  const { name, isCustom = false } = column;
  const schemaName = `${column.schemaName ?? name}_Name`;
  const details = { AttributeOf: name, IsLogical: true };
  return [
    { name: `${name}_name`, schemaName, isCustom, type: "text", maxLength: 255, writable: "never", details },
  ];
}

/** Whether a column holds a file or an image. */
export function isFileColumn(column: Column | undefined): column is FileColumn {
  return column?.type === "file" || column?.type === "image";
}

/** The file in a column of a row; undefined if the column is empty. */
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

/**
 * Puts a file into its column, in place of the one that is there.
 * @throws DataverseError if the file is too large or the caller may not write the row
 */
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

/**
 * Deletes the file in a column.
 * @throws DataverseError if the caller may not write the row
 */
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

/** Deletes the files of a row that is being deleted. */
export function forgetFiles(session: Session, table: Table, row: Row): void {
  for (const column of table.columns) if (isFileColumn(column)) forgetFile(session, row, column);
}
