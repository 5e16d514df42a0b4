import { badPayload, undeclaredNavigation, undeclaredProperty } from "../errors/payloads.ts";
import { isJsonObject } from "../http.ts";
import { isGuid } from "../ids.ts";
import { collectionNamed, columnNamed, columnOfProperty, navigationNamed } from "../metadata.ts";
import type { Column, Table } from "../metadata.ts";
import { parseMoment } from "../values.ts";

export type Scalar = string | number | boolean | null;

/** A request body sorted by what its properties are. Values have the right types; lengths and ranges are unchecked. */
export interface Payload {
  readonly cells: ReadonlyMap<string, Scalar>;
  /** Navigation property → the address it is bound to, or null to clear it. */
  readonly binds: ReadonlyMap<string, string | null>;
  readonly collections: ReadonlyMap<string, readonly unknown[]>;
}

export function parseJsonObject(table: Table, body: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(body);
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

export function decodePayload(table: Table, value: unknown): Payload {
  const cells = new Map<string, Scalar>();
  const binds = new Map<string, string | null>();
  const collections = new Map<string, readonly unknown[]>();
  for (const [name, content] of Object.entries(asObject(table, value))) {
    const column = columnNamed(table, name);
    if (name.endsWith("@odata.bind")) {
      const navigation = name.slice(0, -"@odata.bind".length);
      if (!navigationNamed(table, navigation)) throw undeclaredNavigation(table, navigation);
      if (typeof content !== "string" && content !== null)
        throw badPayload(table, `The value of '${name}' must be the address of one row.`);
      binds.set(navigation, content);
    } else if (name.includes("@")) {
      continue;
    } else if (column && column.type !== "lookup") {
      cells.set(name, decodeCell(table, column, content));
    } else {
      decodeNavigation(table, name, content, binds, collections);
    }
  }
  return { cells, binds, collections };
}

function decodeNavigation(
  table: Table,
  name: string,
  content: unknown,
  binds: Map<string, string | null>,
  collections: Map<string, readonly unknown[]>,
): void {
  if (collectionNamed(table, name)) {
    if (!Array.isArray(content))
      throw badPayload(table, `A 'StartArray' node was expected when reading the value of '${name}'.`);
    collections.set(name, content as unknown[]);
  } else if (navigationNamed(table, name) && content === null) {
    binds.set(name, null);
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

const edmTypes: Partial<Record<Column["type"], string>> = {
  text: "Edm.String",
  memo: "Edm.String",
  boolean: "Edm.Boolean",
  datetime: "Edm.DateTimeOffset",
  guid: "Edm.Guid",
  bigint: "Edm.Int64",
};

function decodeCell(table: Table, column: Column, content: unknown): Scalar {
  if (content === null) return null;
  const expected = edmTypes[column.type] ?? "Edm.Int32";
  const cannotConvert = (): Error =>
    badPayload(
      table,
      `Cannot convert the literal '${JSON.stringify(content).slice(0, 100)}' of the property '${column.name}' to the expected type '${expected}'.`,
    );
  switch (expected) {
    case "Edm.String":
      if (typeof content !== "string") throw cannotConvert();
      // The service keeps no empty text.
      return content === "" ? null : content;
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
    default:
      if (typeof content !== "number" || !Number.isInteger(content)) throw cannotConvert();
      return content;
  }
}
