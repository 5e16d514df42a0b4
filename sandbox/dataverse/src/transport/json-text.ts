/** How deeply JSON may be nested, as in the service. */
const maxDepth = 100;

/**
 * Parses JSON.
 * @throws SyntaxError as JSON.parse does, and if the JSON is nested too deeply
 */
export function parseJson(text: string): unknown {
  if (isTooDeep(text)) throw new SyntaxError("The JSON is nested too deeply");
  return JSON.parse(text);
}

/** Whether a JSON value is an object. */
export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  let isText = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    if (isText && character === backslash) index += 1;
    else if (character === quote) isText = !isText;
    else if (isText) continue;
    else if (opening.has(character)) depth += 1;
    else if (closing.has(character)) depth -= 1;
    if (depth > maxDepth) return true;
  }
  return false;
}

const codeOf = (character: string): number => character.charCodeAt(0);
const backslash = codeOf("\\");
const quote = codeOf('"');
const opening: ReadonlySet<number> = new Set([codeOf("{"), codeOf("[")]);
const closing: ReadonlySet<number> = new Set([codeOf("}"), codeOf("]")]);
