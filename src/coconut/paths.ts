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

/** Every item of the lists at a path, null among them; undefined where nothing is, or null. */
export function readList(root: unknown, path: string): readonly unknown[] | undefined {
  const steps = parsePath(path) ?? [];
  const lists = walk(root, steps.at(-1) === "each" ? steps.slice(0, -1) : steps).filter(isPresent);
  return lists.length === 0 ? undefined : lists.flatMap(toList);
}

/** The beginning of a path at which something stands that has no members, although the path goes on; else undefined. */
export function findObstacle(root: unknown, path: string): string | undefined {
  const steps = parsePath(path) ?? [];
  for (let length = 1; length < steps.length; length += 1) {
    const [value] = walk(root, steps.slice(0, length));
    if (!isPresent(value)) return undefined;
    // PHP writes an object without members as an empty list.
    const isList = Array.isArray(value) && value.length > 0 && "key" in (steps[length] as object);
    if (typeof value !== "object" || isList)
      return steps.slice(0, length).map(toText).join("").replace(/^\./, "");
  }
  return undefined;
}

function toText(step: Step): string {
  if (step === "each") return "[]";
  if ("index" in step) return `[${step.index}]`;
  return /[.[\]"\s]/.test(step.key) ? `["${step.key}"]` : `.${step.key}`;
}

/** A single value counts as a list of one. PHP writes a list from which items were removed as an object with numbers for keys. */
export function toList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  const keys = isObject(value) ? Object.keys(value) : [];
  return isObject(value) && keys.length > 0 && keys.every((key) => /^\d+$/.test(key))
    ? Object.values(value)
    : [value];
}

/** Reads own properties only: `__proto__` and `constructor` are names like any other. */
function walk(root: unknown, steps: readonly Step[]): readonly unknown[] {
  let values: readonly unknown[] = [root];
  for (const step of steps) {
    values = values.flatMap((value): readonly unknown[] => {
      if (step === "each") return toList(value);
      if ("index" in step) return Array.isArray(value) ? [value[step.index]] : [];
      return isObject(value) && Object.hasOwn(value, step.key) ? [value[step.key]] : [];
    });
  }
  return values;
}

/** Neither null nor absent. */
export function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** A JSON object: neither null nor a list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
