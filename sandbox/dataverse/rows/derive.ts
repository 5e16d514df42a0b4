import { durationMismatch, invalidArgument } from "../errors/values.ts";
import type { Table } from "../metadata.ts";
import type { Cell, Row } from "../store.ts";

/** Columns the service works out itself when a row is written. */
export function deriveColumns(table: Table, row: Row, changes: Readonly<Record<string, Cell>>): Row {
  return {
    ...row,
    ...(table.nameParts ? { fullname: fullName(table.nameParts, row) } : {}),
    ...(table.isActivity ? { activitytypecode: table.logicalName, ...duration(row, changes) } : {}),
  };
}

function fullName(parts: readonly string[], row: Row): string | null {
  const name = parts
    .map((part) => row[part])
    .filter((part) => typeof part === "string")
    .join(" ");
  return name === "" ? null : name;
}

function duration(row: Row, changes: Readonly<Record<string, Cell>>): Record<string, Cell> {
  const { scheduledstart, scheduledend } = row;
  if (typeof scheduledstart !== "string" || typeof scheduledend !== "string") return {};
  const minutes = Math.round((Date.parse(scheduledend) - Date.parse(scheduledstart)) / 60_000);
  if (minutes < 0) throw invalidArgument("The scheduled end of the activity is before its scheduled start.");
  const given = changes.scheduleddurationminutes;
  if (typeof given === "number" && given !== minutes) throw durationMismatch();
  return { scheduleddurationminutes: minutes };
}
