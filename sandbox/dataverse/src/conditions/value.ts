// Reads the values of conditions, which arrive as text, into values that can be compared with those of a
// column.

import { isGuid } from "../ids.ts";
import type { Column } from "../model/metadata.ts";
import { parseMoment } from "../moments.ts";
import type { Scalar } from "../store/row.ts";
import type { Operator } from "./operators.ts";

/**
 * Reads a value from text into the form in which the column keeps its values; undefined if the text is no
 * value of that type.
 */
export function readValue(column: Column, text: string): Scalar | undefined {
  switch (column.type) {
    case "text":
    case "memo":
      return text;
    case "guid":
    case "lookup": {
      const id = text.trim().replace(/^\{(.*)\}$/, "$1");
      return isGuid(id) ? id.toLowerCase() : undefined;
    }
    case "boolean":
      return { true: true, "1": true, false: false, "0": false }[text.trim().toLowerCase()];
    case "datetime":
      return readMoment(text);
    case "date":
      return readMoment(text)?.slice(0, 10);
    case "choices":
      return text;
    default:
      return /^\s*[+-]?\d{1,15}(?:\.\d{1,15})?\s*$/.test(text) ? Number(text) : undefined;
  }
}

/**
 * Reads a value of a condition: a value of the column, unless the operator takes another type; undefined if
 * the text does not fit.
 */
export function readOperand({ valueType }: Operator, column: Column, text: string): Scalar | undefined {
  if (valueType === undefined) return readValue(column, text);
  if (valueType === "text") return text;
  if (valueType === "date") return readMoment(text);
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/**
 * Reads a moment, or a date as its midnight, taking UTC where no offset is given; undefined if it is neither.
 */
export function readMoment(text: string): string | undefined {
  const trimmed = text.trim().replace(" ", "T");
  const whole = /T/i.test(trimmed) ? trimmed : `${trimmed}T00:00:00Z`;
  return parseMoment(/(?:Z|[+-]\d\d:\d\d)$/i.test(whole) ? whole : `${whole}Z`);
}
