/** Dot paths into a payload, as wire maps spell them: `payload.guests[]`, `items[0].id`, `["odd.key"].id`, `.` */

type Step = { readonly key: string } | { readonly index: number } | "each";

const stepPattern = /\[(\d{1,4})\]|(\[\])|\["([^"]+)"\]|(?:^|\.)([^.[\]"\s]+)/y;

/** `undefined` = not a path. `.` alone is the value itself; `[]` is every item of a list. */
function parsePath(path: string): readonly Step[] | undefined {
  if (path === ".") return [];
  if (path === "" || path.startsWith(".")) return undefined;
  const steps: Step[] = [];
  let at = 0;
  while (at < path.length) {
    stepPattern.lastIndex = at;
    const match = stepPattern.exec(path);
    if (match === null) return undefined;
    const [whole, index, each, quoted, plain] = match;
    const key = quoted ?? plain;
    if (index !== undefined) steps.push({ index: Number(index) });
    else if (each !== undefined) steps.push("each");
    else if (key !== undefined) steps.push({ key });
    at += whole.length;
  }
  return steps;
}

/** A path to one value: no `[]`. */
export function isValuePath(path: string): boolean {
  const steps = parsePath(path);
  return steps !== undefined && !steps.includes("each");
}

/** A path to any number of values. */
export function isListPath(path: string): boolean {
  return parsePath(path) !== undefined;
}

/** The value at a path; undefined where there is none. */
export function readValue(root: unknown, path: string): unknown {
  return walk(root, parsePath(path) ?? [])[0];
}

/** Every value at a path. A single value where a list is expected counts as a list of one, null as an empty list. */
export function readList(root: unknown, path: string): readonly unknown[] {
  return walk(root, [...(parsePath(path) ?? []), "each"]).filter(
    (item) => item !== undefined && item !== null,
  );
}

/** Reads own properties only: `__proto__` and `constructor` are names like any other. */
function walk(root: unknown, steps: readonly Step[]): readonly unknown[] {
  let values: readonly unknown[] = [root];
  for (const step of steps) {
    values = values.flatMap((value): readonly unknown[] => {
      if (step === "each") return Array.isArray(value) ? value : [value];
      if ("index" in step) return Array.isArray(value) ? [value[step.index]] : [];
      return isObject(value) && Object.hasOwn(value, step.key) ? [value[step.key]] : [];
    });
  }
  return values;
}

/** A JSON object: neither null nor a list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
