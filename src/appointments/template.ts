/** Templates in a mapping: `{client.email}`; `{a|b|'text'}` is the first of them that has a value. */

/** Values by the name of their field. */
export type Fields = Readonly<Record<string, string | undefined>>;

const placeholder = /\{([^{}]+)\}/g;

/**
 * The template with its values, or undefined when none of its fields has one. A line is left out when none of its fields has
 * a value, and so is a separator (` - `) at the end of a line whose last field has none.
 */
export function fill(template: string, fields: Fields): string | undefined {
  const lines = template.split("\n").flatMap((line) => fillLine(line, fields));
  const text = lines.join("\n").trim();
  return text === "" ? undefined : text;
}

function fillLine(line: string, fields: Fields): string[] {
  const names = [...line.matchAll(placeholder)].map(([, name]) => name ?? "");
  if (names.length === 0) return [line];
  const values = names.map((name) => firstPresent(name, fields));
  if (values.every((value) => value === undefined)) return [];
  let index = 0;
  const text = line.replaceAll(placeholder, () => values[index++] ?? "");
  if (values.every((value) => value !== undefined)) return [text];
  return [text.replaceAll(/ {2,}/g, " ").replaceAll(/^[\s\-,]+|[\s\-,]+$/g, "")];
}

function firstPresent(alternatives: string, fields: Fields): string | undefined {
  for (const name of alternatives.split("|")) {
    const value = /^'.*'$/.test(name) ? name.slice(1, -1) : fields[name];
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
