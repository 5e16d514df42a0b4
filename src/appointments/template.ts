/** Templates in a mapping: `{client.email}`; `{a|b|'text'}` is the first of them that has a value. */
import { cut, shorten } from "./text.ts";

/** Values by the name of their field. */
export type Fields = Readonly<Record<string, string | undefined>>;

const placeholder = /\{([^{}]+)\}/g;

/**
 * The template with its values, or undefined when none of its fields has one. A line is left out when none of its fields has
 * a value, and so is a separator (` - `) at the end of a line whose last field has none.
 */
export function fill(template: string, fields: Fields): string | undefined {
  return fillWith(template, (alternatives) => firstPresent(alternatives, fields));
}

/** What stands for the alternatives of one placeholder. */
type ValueOf = (alternatives: string) => string | undefined;

function fillWith(template: string, valueOf: ValueOf): string | undefined {
  const lines = template.split("\n").flatMap((line) => fillLine(line, valueOf));
  const text = lines.join("\n").trim();
  return text === "" ? undefined : text;
}

/**
 * The same in at most `maxLength` UTF-16 units. Where the whole text is longer, the longest values are shortened and marked
 * with an ellipsis; the template's own words and shorter values stay. A value that stands alone is cut without a mark: names
 * are compared by what their column holds of them. Words that do not fit beside any value are cut at the end like one.
 */
export function fillWithin(template: string, fields: Fields, maxLength: number): string | undefined {
  const whole = fill(template, fields);
  if (whole === undefined || whole.length <= maxLength) return whole;
  const fillShortened = (valueLength: number) =>
    fillWith(template, (names) => firstPresent(names, fields, (value) => shorten(value, valueLength))) ?? "";
  const isValueAlone = /^\{[^{}]+\}$/.test(template.trim());
  if (isValueAlone || fillShortened(1).length > maxLength) return cut(whole, maxLength).trimEnd();
  let fits = 1;
  for (let tooLong = maxLength + 1; tooLong - fits > 1;) {
    const middle = Math.floor((fits + tooLong) / 2);
    if (fillShortened(middle).length <= maxLength) fits = middle;
    else tooLong = middle;
  }
  return fillShortened(fits);
}

function fillLine(line: string, valueOf: ValueOf): string[] {
  const names = [...line.matchAll(placeholder)].map(([, name]) => name ?? "");
  if (names.length === 0) return [line];
  const values = names.map(valueOf);
  if (values.every((value) => value === undefined)) return [];
  let index = 0;
  const text = line.replaceAll(placeholder, () => values[index++] ?? "");
  if (values.every((value) => value !== undefined)) return [text];
  return [text.replaceAll(/ {2,}/g, " ").replaceAll(/^[\s\-,]+|[\s\-,]+$/g, "")];
}

function firstPresent(
  alternatives: string,
  fields: Fields,
  change = (value: string) => value,
): string | undefined {
  for (const name of alternatives.split("|")) {
    const field = fields[name];
    const value = /^'.*'$/.test(name) ? name.slice(1, -1) : field && change(field);
    if (value !== undefined && value.trim() !== "") return value;
  }
  return undefined;
}

/** The field names a template asks for, for checking a mapping before it is used. */
export function fieldNamesIn(template: string): readonly string[] {
  return [...template.matchAll(placeholder)]
    .flatMap(([, alternatives]) => (alternatives ?? "").split("|"))
    .filter((name) => !/^'.*'$/.test(name));
}
