// Creates and deletes alternate keys, and restarts their indexes.

import { randomUUID } from "node:crypto";
import {
  badKeyColumn,
  duplicateKeyColumns,
  duplicateKeyName,
  invalidMetadata,
  keyNotFailed,
  tooManyKeys,
} from "../errors/definitions.ts";
import { columnNamed } from "../model/metadata.ts";
import type { AlternateKey, Column, Table } from "../model/metadata.ts";
import type { Session } from "../call/session.ts";
import { componentTypes, removeFromSolutions, recordComponent, type Scope } from "./components.ts";
import { replaceTable } from "./declare.ts";
import { advanceKeyIndexes } from "./key-index.ts";
import { keyId } from "./keys.ts";
import { readDescribed, readSchemaName, type Json } from "./payload.ts";

const maxKeys = 10;
const maxColumns = 16;

/** The types of columns that an alternate key can have. */
const keyTypes: readonly Column["type"][] = [
  "text",
  "integer",
  "decimal",
  "datetime",
  "date",
  "lookup",
  "choice",
];

/**
 * Creates an alternate key, and gives its id; its index is built after a time, see key-index.ts. Throws a
 * DataverseError if the payload is wrong or the table has such a key.
 */
export function createKey(session: Session, table: Table, payload: Json, scope: Scope): string {
  const schemaName = readSchemaName(payload, "EntityKey");
  const name = schemaName.toLowerCase();
  if (table.alternateKeys.some((key) => key.name === name))
    throw duplicateKeyName(schemaName, table.logicalName);
  const columns = readKeyColumns(table, payload.KeyAttributes);
  const sorted = columns.toSorted().join();
  if (table.alternateKeys.some((key) => key.columns.toSorted().join() === sorted))
    throw duplicateKeyColumns();
  if (table.alternateKeys.length >= maxKeys) throw tooManyKeys(maxKeys);
  const key: AlternateKey = {
    ...readDescribed(payload, {}, false),
    name,
    schemaName,
    columns,
    metadataId: randomUUID(),
    isCustom: true,
    createdOn: session.now().toISOString(),
    index: { status: "Pending", queuedAt: session.now().toISOString(), job: randomUUID() },
  };
  replaceTable(session, { ...table, alternateKeys: [...table.alternateKeys, key] });
  advanceKeyIndexes(session);
  return recordComponent(session, scope, componentTypes.key, keyId(table, key));
}

function readKeyColumns(table: Table, value: unknown): string[] {
  if (!Array.isArray(value) || value.length === 0 || !value.every((one) => typeof one === "string"))
    throw invalidMetadata("An entity key needs the names of its attributes in KeyAttributes.");
  const names: string[] = value;
  if (names.length > maxColumns || new Set(names).size < names.length)
    throw invalidMetadata(`An entity key has from 1 to ${maxColumns} different attributes.`);
  for (const name of names) {
    const column = columnNamed(table, name);
    if (!column || !keyTypes.includes(column.type) || column.writable === "never")
      throw badKeyColumn(name.slice(0, 100), table.logicalName);
  }
  return names;
}

/** Deletes an alternate key. */
export function deleteKey(session: Session, table: Table, key: AlternateKey): void {
  replaceTable(session, {
    ...table,
    alternateKeys: table.alternateKeys.filter((one) => one.name !== key.name),
  });
  removeFromSolutions(session, keyId(table, key));
}

/** Builds the index of a failed key again. Throws a DataverseError if it has not failed. */
export function reactivateKey(session: Session, table: Table, key: AlternateKey): void {
  if (key.index?.status !== "Failed") throw keyNotFailed();
  const index = { status: "Pending", queuedAt: session.now().toISOString(), job: randomUUID() } as const;
  const alternateKeys = table.alternateKeys.map((one) => (one.name === key.name ? { ...key, index } : one));
  replaceTable(session, { ...table, alternateKeys });
  advanceKeyIndexes(session);
}
