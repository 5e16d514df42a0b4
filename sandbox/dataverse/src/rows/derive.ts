import { durationMismatch, invalidArgument } from "../errors/values.ts";
import { baseCurrencyId } from "../identity.ts";
import { columnNamed } from "../model/metadata.ts";
import type { Table } from "../model/metadata.ts";
import { isReference, type Cell, type Row } from "../store/row.ts";

type Cells = Readonly<Record<string, Cell>>;

/**
 * The row with the columns that the service computes itself: full name, activity type, duration, currency
 * and what a note is about.
 * @throws DataverseError if the given duration does not match start and end, or the end is before the start
 */
export function deriveColumns(table: Table, row: Row, changes: Cells): Row {
  return {
    ...row,
    ...(table.nameParts ? { [table.primaryName]: fullName(table.nameParts, row) } : {}),
    ...(table.isActivity ? { activitytypecode: table.logicalName, ...duration(table, row, changes) } : {}),
    ...(table.logicalName === "annotation" ? annotated(row) : {}),
    ...currency(table, row),
  };
}

/** The currency of a row that has a money value: the organisation's own, unless the caller gave another. */
function currency(table: Table, row: Row): Record<string, Cell> {
  if ((row.transactioncurrencyid ?? null) !== null || !columnNamed(table, "transactioncurrencyid")) return {};
  const hasMoney = table.columns.some(({ type, name }) => type === "money" && (row[name] ?? null) !== null);
  return hasMoney ? { transactioncurrencyid: { table: "transactioncurrency", id: baseCurrencyId } } : {};
}

function fullName(parts: readonly string[], row: Row): string | null {
  const name = parts
    .map((part) => row[part])
    .filter((part) => typeof part === "string")
    .join(" ");
  return name === "" ? null : name;
}

function duration(table: Table, row: Row, changes: Cells): Record<string, Cell> {
  const { scheduledstart, scheduledend } = row;
  if (typeof scheduledstart !== "string" || typeof scheduledend !== "string") return {};
  if (!columnNamed(table, "scheduleddurationminutes")) return {};
  const minutes = Math.round((Date.parse(scheduledend) - Date.parse(scheduledstart)) / 60_000);
  // The end of other activities is when they are due, which may be at any time.
  if (table.logicalName !== "appointment") return { scheduleddurationminutes: Math.max(0, minutes) };
  if (minutes < 0) throw invalidArgument("The scheduled end of the activity is before its scheduled start.");
  const given = changes.scheduleddurationminutes;
  if (typeof given === "number" && given !== minutes) throw durationMismatch();
  return { scheduleddurationminutes: minutes };
}

/** What a note is about, and the size in bytes of its file. */
function annotated({ objectid, documentbody }: Row): Record<string, Cell> {
  const size = typeof documentbody === "string" ? Buffer.byteLength(documentbody, "base64") : null;
  return {
    objecttypecode: isReference(objectid) ? objectid.table : null,
    filesize: size,
    isdocument: size !== null,
  };
}
