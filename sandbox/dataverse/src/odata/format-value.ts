import { optionLabel } from "../model/metadata.ts";
import type { Column, Table } from "../model/metadata.ts";
import type { Cell } from "../store/row.ts";

const day = new Intl.DateTimeFormat("en-US", { timeZone: "UTC" });
const time = new Intl.DateTimeFormat("en-US", { timeStyle: "short", timeZone: "UTC" });

/**
 * Formats a value for people in the United States, which is the locale of the organisation; undefined if
 * the type has no formatted value.
 */
export function formatValue(table: Table, column: Column, cell: Exclude<Cell, null>): string | undefined {
  switch (column.type) {
    case "boolean":
      return (
        (cell === true ? column.trueLabel?.label : column.falseLabel?.label) ?? (cell === true ? "Yes" : "No")
      );
    case "datetime":
      return typeof cell === "string" ? formatMoment(cell) : undefined;
    case "date":
      return typeof cell === "string" ? day.format(new Date(cell)) : undefined;
    case "integer":
    case "bigint":
      return Number(cell).toLocaleString("en-US");
    case "decimal":
    case "double":
      return withDecimals(Number(cell), column.precision);
    case "money":
      return `${Number(cell) < 0 ? "-" : ""}$${withDecimals(Math.abs(Number(cell)), column.precision)}`;
    case "choices":
      return (typeof cell === "string" ? cell : "")
        .split(",")
        .map((value) => optionLabel(table, column, Number(value)) ?? value)
        .join("; ");
    default:
      return typeof cell === "number" ? optionLabel(table, column, cell) : undefined;
  }
}

function withDecimals(value: number, digits: number): string {
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function formatMoment(text: string): string {
  const moment = new Date(text);
  // Newer versions of the locale data have a narrow space before AM and PM.
  return `${day.format(moment)} ${time.format(moment).replaceAll("\u202f", " ")}`;
}
