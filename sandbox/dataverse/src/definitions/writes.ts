// Writes of the metadata API: POST, PUT and DELETE of definitions.

import { methodNotAllowed } from "../errors/addresses.ts";
import { badDefinition } from "../errors/definitions.ts";
import type { Call } from "../call/call.ts";
import { columnNamed, tableNamed } from "../model/metadata.ts";
import type { Table } from "../model/metadata.ts";
import type { Session } from "../call/session.ts";
import type { Addressed, Step } from "./address.ts";
import { createGlobalChoice, deleteGlobalChoice, updateGlobalChoice } from "./change-choices.ts";
import { createColumn, deleteColumn, updateColumn } from "./change-columns.ts";
import { createKey, deleteKey } from "./change-keys.ts";
import {
  createRelationship,
  deleteManyToMany,
  deleteOneToMany,
  updateManyToMany,
  updateOneToMany,
} from "./change-relationships.ts";
import { createTable, deleteTable, updateTable } from "./change-tables.ts";
import { scopeNamed, type Scope } from "./components.ts";
import { parseDefinition, type Json } from "./payload.ts";
import { manyToManyTables, oneToManyRelationships } from "./relationships.ts";

/** How one kind of definition below a table is written, and the last part of the privileges it needs. */
interface Writer {
  readonly privilege: string;
  readonly create: (session: Session, table: Table, payload: Json, scope: Scope) => string;
  readonly update?: (session: Session, table: Table, name: string, payload: Json, isMerged: boolean) => void;
  readonly remove: (session: Session, table: Table, name: string) => void;
}

const ofTables: Readonly<Record<string, Writer>> = {
  Attributes: {
    privilege: "Attribute",
    create: createColumn,
    update(session, table, name, payload, isMerged) {
      const column = columnNamed(table, name);
      if (column) updateColumn(session, table, column, payload, isMerged);
    },
    remove(session, table, name) {
      const column = columnNamed(table, name);
      if (column) deleteColumn(session, table, column);
    },
  },
  Keys: {
    privilege: "EntityKey",
    create: createKey,
    remove(session, table, name) {
      const key = table.alternateKeys.find((one) => one.name === name);
      if (key) deleteKey(session, table, key);
    },
  },
};

/**
 * Creates, changes or deletes what an address names, and gives the id of what was created; undefined
 * otherwise. Throws a DataverseError if that is not possible or not allowed.
 */
export function writeDefinition(call: Call, found: Addressed): string | undefined {
  const { session, method, headers } = call;
  const { steps } = found;
  const [root, part, ...more] = steps;
  if (!root || more.length > 0 || (found.kind !== "list" && found.kind !== "one"))
    throw methodNotAllowed(method);
  const isAdded = found.kind === "list";
  if (isAdded !== (method === "POST") || !["POST", "PUT", "DELETE"].includes(method))
    throw methodNotAllowed(method);
  const payload = method === "DELETE" ? {} : parseDefinition(call.body);
  const isMerged = headers["mscrm.mergelabels"] === "true";
  const scope = scopeNamed(session, headers["mscrm.solutionuniquename"]);
  if (part) return writePart(session, { root, part }, method, { payload, isMerged, scope });
  switch (root.name) {
    case "EntityDefinitions":
      return writeTable(session, root, method, { payload, isMerged, scope });
    case "RelationshipDefinitions":
      return writeRelationship(session, root, method, { payload, isMerged, scope });
    default:
      return writeChoice(session, root, method, { payload, isMerged, scope });
  }
}

interface Change {
  readonly payload: Json;
  readonly isMerged: boolean;
  readonly scope: Scope;
}

function tableAt(session: Session, step: Step): Table {
  return tableNamed(session.model, String(step.definition?.keys.LogicalName));
}

function writePart(
  session: Session,
  { root, part }: { root: Step; part: Step },
  method: string,
  { payload, isMerged, scope }: Change,
): string | undefined {
  const writer = ofTables[part.name];
  if (root.name !== "EntityDefinitions" || !writer) throw methodNotAllowed(method);
  const table = tableAt(session, root);
  const name = String(part.definition?.keys.LogicalName);
  requirePrivilege(session, method, writer.privilege);
  if (method === "POST") return writer.create(session, table, payload, scope);
  if (method === "DELETE") {
    writer.remove(session, table, name);
    return undefined;
  }
  if (!writer.update) throw methodNotAllowed(method);
  requireSame(payload, part);
  writer.update(session, table, name, payload, isMerged);
  return undefined;
}

function writeTable(
  session: Session,
  root: Step,
  method: string,
  { payload, isMerged, scope }: Change,
): string | undefined {
  requirePrivilege(session, method, "Entity");
  if (method === "POST") return createTable(session, payload, scope);
  const table = tableAt(session, root);
  if (method === "DELETE") {
    deleteTable(session, table);
    return undefined;
  }
  requireSame(payload, root);
  updateTable(session, table, payload, isMerged);
  return undefined;
}

function writeRelationship(
  session: Session,
  root: Step,
  method: string,
  { payload, scope }: Change,
): string | undefined {
  requirePrivilege(session, method, "Relationship");
  if (method === "POST") return createRelationship(session, payload, scope);
  const name = root.definition?.keys.SchemaName;
  const one = oneToManyRelationships(session.model).find((other) => other.schemaName === name);
  const many = manyToManyTables(session.model).find((other) => other.manyToMany?.schemaName === name);
  if (method === "DELETE") {
    if (one) deleteOneToMany(session, one);
    else if (many) deleteManyToMany(session, many);
    return undefined;
  }
  requireSame(payload, root);
  if (one) updateOneToMany(session, one, payload);
  else if (many) updateManyToMany(session, many, payload);
  return undefined;
}

function writeChoice(
  session: Session,
  root: Step,
  method: string,
  { payload, isMerged, scope }: Change,
): string | undefined {
  requirePrivilege(session, method, "OptionSet");
  if (method === "POST") return createGlobalChoice(session, payload, scope);
  const choice = session.model.choiceNamed(String(root.definition?.keys.Name));
  if (!choice) throw methodNotAllowed(method);
  if (method === "DELETE") {
    deleteGlobalChoice(session, choice);
    return undefined;
  }
  requireSame(payload, root);
  updateGlobalChoice(session, choice, payload, isMerged);
  return undefined;
}

const verbs: Readonly<Record<string, string>> = { POST: "Create", PUT: "Write", DELETE: "Delete" };

/**
 * Throws a DataverseError (403) unless the caller has the privilege that a method needs for a kind of
 * definition, such as prvCreateAttribute.
 */
export function requirePrivilege(session: Session, method: string, part: string): void {
  session.privileges.requireNamed(`prv${verbs[method] ?? "Write"}${part}`, session.caller);
}

/**
 * Throws a DataverseError if the payload of a PUT has another MetadataId than the definition at the address.
 */
function requireSame(payload: Json, { definition }: Step): void {
  const id = payload.MetadataId;
  if (id === undefined || id === null) return;
  if (typeof id !== "string" || id.toLowerCase() !== definition?.keys.MetadataId)
    throw badDefinition("The MetadataId of the payload is not that of the address.");
}
