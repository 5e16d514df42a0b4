import {
  choiceOutOfRange,
  dateTooEarly,
  invalidCharacter,
  numberOutOfRange,
  tooLong,
} from "../errors/values.ts";
import { columnNamed, optionsOf } from "../model/metadata.ts";
import type { Table } from "../model/metadata.ts";
import type { Scalar } from "../store/row.ts";

/** The characters that the service refuses in text, because XML cannot contain them. */
// oxlint-disable-next-line no-control-regex -- it is what this is about
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

const earliestMoment = "1753-01-01";

/**
 * Checks the lengths, ranges and choice values of a payload whose types are right already.
 * @throws DataverseError
 */
export function validateCells(table: Table, cells: ReadonlyMap<string, Scalar>): void {
  for (const [name, value] of cells) {
    const column = columnNamed(table, name);
    if (!column || value === null) continue;
    if ((column.type === "text" || column.type === "memo") && typeof value === "string") {
      if (value.length > column.maxLength) throw tooLong(table, name, column.maxLength);
      if (forbidden.test(value)) throw invalidCharacter(name);
    } else if ("min" in column && typeof value === "number") {
      if (value < column.min || value > column.max)
        throw numberOutOfRange(table, name, column.type === "integer");
    } else if (column.type === "choices" && typeof value === "string") {
      const accepted = column.options.map((option) => option.value);
      const other = value
        .split(",")
        .map(Number)
        .find((one) => !accepted.includes(one));
      if (other !== undefined) throw choiceOutOfRange(table, name, other, accepted);
    } else if ((column.type === "datetime" || column.type === "date") && typeof value === "string") {
      if (!/^\d/.test(value) || value < earliestMoment) throw dateTooEarly(value);
    } else if (typeof value === "number") {
      const accepted = optionsOf(table, column).map((option) => option.value);
      if (accepted.length > 0 && !accepted.includes(value))
        throw choiceOutOfRange(table, name, value, accepted);
    }
  }
}
