import { edmTypeOf } from "../model/edm.ts";
import { badPayload, undeclaredNavigation, undeclaredProperty, wrongType } from "../errors/payloads.ts";
import { isGuid } from "../ids.ts";
import { collectionNamed, columnNamed, columnOfProperty, navigationNamed } from "../model/metadata.ts";
import type { Column, Table } from "../model/metadata.ts";
import { parseDay, parseMoment } from "../moments.ts";
import type { Scalar } from "../store/row.ts";
import { parseJson, isJsonObject } from "../transport/json-text.ts";

/**
 * The properties of a request body, sorted by kind. Values have the right types; lengths and ranges are not
 * checked yet.
 */
export interface Payload {
  readonly cells: ReadonlyMap<string, Scalar>;
  /** Navigation property → the address it is bound to, or null to clear it. */
  readonly binds: ReadonlyMap<string, string | null>;
  /** Single-valued navigation property → the row to create and bind it to. */
  readonly nested: ReadonlyMap<string, Record<string, unknown>>;
  /** Collection → the rows to create in it. */
  readonly collections: ReadonlyMap<string, readonly unknown[]>;
  /** Collection → the addresses of rows to put into it. */
  readonly collectionBinds: ReadonlyMap<string, readonly string[]>;
}

/**
 * Parses a request body that must be a JSON object.
 * @throws DataverseError if it is not
 */
export function parseJsonObject(table: Table, body: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = parseJson(body);
    // The service also accepts an object that was encoded as JSON twice.
    if (typeof value === "string") value = parseJson(value);
  } catch {
    throw badPayload(table, "The payload is not valid JSON.");
  }
  return asObject(table, value);
}

function asObject(table: Table, value: unknown): Record<string, unknown> {
  if (!isJsonObject(value))
    throw badPayload(table, "A 'StartObject' node was expected when reading the payload.");
  return value;
}

/**
 * Sorts the properties of a row that a caller sent, and checks their types.
 * @throws DataverseError for a property that the table does not have, or a value of the wrong type
 */
export function decodePayload(table: Table, value: unknown): Payload {
  const payload = emptyPayload();
  const object = asObject(table, value);
  requireType(table, object["@odata.type"]);
  for (const [name, content] of Object.entries(object)) {
    const column = columnNamed(table, name);
    if (name.endsWith(bindSuffix)) {
      decodeBind(table, name.slice(0, -bindSuffix.length), content, payload);
    } else if (name.includes("@")) {
      continue;
    } else if (column && column.type !== "lookup") {
      payload.cells.set(name, decodeCell(table, column, content));
    } else {
      decodeNavigation(table, name, content, payload);
    }
  }
  return payload;
}

/**
 * Refuses an @odata.type that is not that of the table; a row of activitypointer may be named as the
 * activity it stands for.
 */
function requireType(table: Table, type: unknown): void {
  if (typeof type !== "string" || table.logicalName === "activitypointer") return;
  const name = type.replace(/^#?(?:Microsoft\.Dynamics\.CRM|mscrm)\./, "");
  if (name !== table.logicalName) throw wrongType(table, type);
}

const bindSuffix = "@odata.bind";

type Filling = ReturnType<typeof emptyPayload>;

function decodeBind(table: Table, name: string, content: unknown, payload: Filling): void {
  if (navigationNamed(table, name)) {
    if (typeof content !== "string" && content !== null)
      throw badPayload(table, `The value of '${name}${bindSuffix}' must be the address of one row.`);
    payload.binds.set(name, content);
  } else if (collectionNamed(table, name)) {
    if (!Array.isArray(content) || !content.every((address) => typeof address === "string"))
      throw badPayload(table, `The value of '${name}${bindSuffix}' must be a list of addresses.`);
    payload.collectionBinds.set(name, content);
  } else {
    throw undeclaredNavigation(table, name.slice(0, 100));
  }
}

function decodeNavigation(table: Table, name: string, content: unknown, payload: Filling): void {
  if (collectionNamed(table, name)) {
    if (!Array.isArray(content))
      throw badPayload(table, `A 'StartArray' node was expected when reading the value of '${name}'.`);
    payload.collections.set(name, content as unknown[]);
  } else if (navigationNamed(table, name) && content === null) {
    payload.binds.set(name, null);
  } else if (navigationNamed(table, name) && isJsonObject(content)) {
    payload.nested.set(name, content);
  } else if (navigationNamed(table, name)) {
    throw badPayload(
      table,
      `A '${Array.isArray(content) ? "StartArray" : "PrimitiveValue"}' node with non-null value was found when trying to read the value of the property '${name}'; however, a 'StartObject' node or a 'PrimitiveValue' node with null value was expected.`,
    );
  } else if (columnOfProperty(table, name)) {
    throw badPayload(
      table,
      "CRM do not support direct update of Entity Reference properties, Use Navigation properties instead.",
    );
  } else {
    throw undeclaredProperty(table, name.slice(0, 100));
  }
}

function decodeCell(table: Table, column: Column, content: unknown): Scalar {
  if (content === null) return null;
  const expected = edmTypeOf(column);
  const cannotConvert = (): Error =>
    badPayload(
      table,
      `Cannot convert the literal '${JSON.stringify(content).slice(0, 100)}' of the property '${column.name}' to the expected type '${expected}'.`,
    );
  switch (expected) {
    case "Edm.String":
      if (typeof content !== "string") throw cannotConvert();
      // The service stores null for an empty text.
      if (content === "") return null;
      return column.type === "choices" ? decodeChoices(content, cannotConvert) : content;
    case "Edm.Boolean":
      if (typeof content !== "boolean") throw cannotConvert();
      return content;
    case "Edm.Guid":
      if (typeof content !== "string" || !isGuid(content)) throw cannotConvert();
      return content.toLowerCase();
    case "Edm.DateTimeOffset": {
      const moment = typeof content === "string" ? parseMoment(content) : undefined;
      if (moment === undefined) throw cannotConvert();
      return moment;
    }
    case "Edm.Date": {
      const day = typeof content === "string" ? parseDay(content) : undefined;
      if (day === undefined) throw cannotConvert();
      return day;
    }
    case "Edm.Decimal":
    case "Edm.Double":
      if (typeof content !== "number") throw cannotConvert();
      // More digits than the column keeps are rounded away.
      return "precision" in column ? Number(content.toFixed(column.precision)) : content;
    case "Edm.Binary":
      if (typeof content !== "string") throw cannotConvert();
      return content;
    default:
      if (typeof content !== "number" || !Number.isInteger(content)) throw cannotConvert();
      return content;
  }
}

/** Reads the values of a multi-select choice: "3,1" is kept as "1,3", each value once. */
function decodeChoices(content: string, cannotConvert: () => Error): string {
  const parts = content.split(",").map((part) => part.trim());
  if (parts.some((part) => !/^-?\d{1,10}$/.test(part))) throw cannotConvert();
  return [...new Set(parts.map(Number))].toSorted((a, b) => a - b).join();
}

/** A payload that sets nothing. */
export function emptyPayload() {
  return {
    cells: new Map<string, Scalar>(),
    binds: new Map<string, string | null>(),
    nested: new Map<string, Record<string, unknown>>(),
    collections: new Map<string, readonly unknown[]>(),
    collectionBinds: new Map<string, readonly string[]>(),
  } satisfies Payload;
}
