// Reads single values from the JSON payloads of definitions. All of it throws a DataverseError for a value of
// the wrong type.

import { badDefinition, badNamePrefix, invalidMetadata } from "../errors/definitions.ts";
import type { Described, Details } from "../model/metadata.ts";
import { readLabels } from "./labels.ts";
import { parseJson, isJsonObject } from "../transport/json-text.ts";

/** A JSON object as a caller sent it. */
export type Json = Record<string, unknown>;

/** Parses the body of a request, which must be a JSON object. */
export function parseDefinition(body: string): Json {
  let value: unknown;
  try {
    value = parseJson(body);
  } catch {
    throw badDefinition("The payload is not valid JSON.");
  }
  return asObject(value, "the payload");
}

/** The value as an object; `what` names it in the error. */
export function asObject(value: unknown, what: string): Json {
  if (!isJsonObject(value)) throw badDefinition(`A 'StartObject' node was expected when reading ${what}.`);
  return value;
}

/** The value as a list of objects, empty if it is not given; `what` names it in the error. */
export function asObjects(value: unknown, what: string): Json[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw badDefinition(`A 'StartArray' node was expected when reading ${what}.`);
  return value.map((one) => asObject(one, what));
}

/**
 * The type of a definition: #Microsoft.Dynamics.CRM.ComplexStringAttributeMetadata → StringAttributeMetadata.
 * Undefined if it is not given.
 */
export function typeOf(payload: Json): string | undefined {
  const type = payload["@odata.type"];
  return typeof type === "string"
    ? /^#?Microsoft\.Dynamics\.CRM\.(?:Complex)?(\w+)$/.exec(type)?.[1]
    : undefined;
}

/** A text property; undefined if it is not given or null. */
export function textIn(payload: Json, name: string): string | undefined {
  const value = payload[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string")
    throw badDefinition(
      `Cannot convert the value of the property '${name}' to the expected type 'Edm.String'.`,
    );
  return value;
}

/** A number property; undefined if it is not given or null. */
export function numberIn(payload: Json, name: string): number | undefined {
  const value = payload[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "number")
    throw badDefinition(
      `Cannot convert the value of the property '${name}' to the expected type 'Edm.Double'.`,
    );
  return value;
}

/** The value of a managed property such as {"Value": "None"}; undefined if it is not given. */
export function valueIn(payload: Json, name: string): unknown {
  const value = payload[name];
  return isJsonObject(value) ? value.Value : undefined;
}

/**
 * A schema name such as new_BankAccount: the prefix of a publisher and a name. `type` is the kind of
 * definition, for the error.
 */
export function readSchemaName(payload: Json, type: string): string {
  const name = textIn(payload, "SchemaName") ?? "";
  if (!/^(?!mscrm)[a-z][a-z0-9]{1,7}_[a-z0-9_]+$/i.test(name)) throw badNamePrefix(name, type);
  if (name.length > 100) throw invalidMetadata(`The schema name ${name.slice(0, 100)}… is too long.`);
  return name;
}

/** The name of an entity set or navigation property; undefined if it is not given. */
export function readName(payload: Json, name: string): string | undefined {
  const text = textIn(payload, name);
  if (text !== undefined && !/^[a-z]\w{0,99}$/i.test(text))
    throw invalidMetadata(`The ${name} '${text.slice(0, 100)}' is not a valid name.`);
  return text;
}

/**
 * Display name and description after a change: those given are added to those before if `isMerged`, else they
 * replace them.
 */
export function readDescribed(payload: Json, before: Described, isMerged: boolean): Described {
  const merge = (name: string, old: Described["labels"]): Described["labels"] => {
    const given = readLabels(payload[name]);
    return given && isMerged ? { ...old, ...given } : (given ?? old);
  };
  const labels = merge("DisplayName", before.labels);
  const description = merge("Description", before.description);
  return { ...(labels ? { labels } : {}), ...(description ? { description } : {}) };
}

/**
 * Those of the named properties that the payload has, in addition to those stored before, without
 * annotations.
 */
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
