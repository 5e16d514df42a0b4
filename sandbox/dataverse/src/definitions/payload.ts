import { badDefinition, badNamePrefix, invalidMetadata } from "../errors/definitions.ts";
import type { Described, Details } from "../model/metadata.ts";
import { readLabels } from "./labels.ts";
import { parseJson, isJsonObject } from "../transport/json-text.ts";

export type Json = Record<string, unknown>;

export function parseDefinition(body: string): Json {
  let value: unknown;
  try {
    value = parseJson(body);
  } catch {
    throw badDefinition("The payload is not valid JSON.");
  }
  return asObject(value, "the payload");
}

export function asObject(value: unknown, what: string): Json {
  if (!isJsonObject(value)) throw badDefinition(`A 'StartObject' node was expected when reading ${what}.`);
  return value;
}

export function asObjects(value: unknown, what: string): Json[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw badDefinition(`A 'StartArray' node was expected when reading ${what}.`);
  return value.map((one) => asObject(one, what));
}

/** The type of a definition: #Microsoft.Dynamics.CRM.ComplexStringAttributeMetadata → StringAttributeMetadata */
export function typeOf(payload: Json): string | undefined {
  const type = payload["@odata.type"];
  return typeof type === "string"
    ? /^#?Microsoft\.Dynamics\.CRM\.(?:Complex)?(\w+)$/.exec(type)?.[1]
    : undefined;
}

export function textIn(payload: Json, name: string): string | undefined {
  const value = payload[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string")
    throw badDefinition(
      `Cannot convert the value of the property '${name}' to the expected type 'Edm.String'.`,
    );
  return value;
}

export function numberIn(payload: Json, name: string): number | undefined {
  const value = payload[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "number")
    throw badDefinition(
      `Cannot convert the value of the property '${name}' to the expected type 'Edm.Double'.`,
    );
  return value;
}

/** {"Value": "None"}: the value of a managed property. */
export function valueIn(payload: Json, name: string): unknown {
  const value = payload[name];
  return isJsonObject(value) ? value.Value : undefined;
}

/** new_BankAccount: a publisher's prefix, and a name. */
export function readSchemaName(payload: Json, type: string): string {
  const name = textIn(payload, "SchemaName") ?? "";
  if (!/^(?!mscrm)[a-z][a-z0-9]{1,7}_[a-z0-9_]+$/i.test(name)) throw badNamePrefix(name, type);
  if (name.length > 100) throw invalidMetadata(`The schema name ${name.slice(0, 100)}… is too long.`);
  return name;
}

/** The name of a set or a navigation property, if the caller gives one. */
export function readName(payload: Json, name: string): string | undefined {
  const text = textIn(payload, name);
  if (text !== undefined && !/^[a-z]\w{0,99}$/i.test(text))
    throw invalidMetadata(`The ${name} '${text.slice(0, 100)}' is not a valid name.`);
  return text;
}

/** Labels as they are with those of the payload: added to them if the caller asks for it, else in their place. */
export function readDescribed(payload: Json, before: Described, isMerged: boolean): Described {
  const merge = (name: string, old: Described["labels"]): Described["labels"] => {
    const given = readLabels(payload[name]);
    return given && isMerged ? { ...old, ...given } : (given ?? old);
  };
  const labels = merge("DisplayName", before.labels);
  const description = merge("Description", before.description);
  return { ...(labels ? { labels } : {}), ...(description ? { description } : {}) };
}

/** Those of the named properties that the payload has, without annotations. */
export function readDetails(
  payload: Json,
  names: readonly string[],
  before?: Details,
): { details?: Details } {
  const given = names
    .filter((name) => payload[name] !== undefined && payload[name] !== null)
    .map((name) => [name, withoutAnnotations(payload[name])] as const);
  const details = { ...before, ...Object.fromEntries(given) };
  return Object.keys(details).length === 0 ? {} : { details };
}

function withoutAnnotations(value: unknown): unknown {
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !name.includes("@")));
}
