// The actions that write several rows of one table in one transaction.

import {
  keyNotSet,
  noTargets,
  notImplemented,
  repeatedKey,
  rowsNotFound,
  wrongTargetType,
} from "../errors/operations.ts";
import { belowServiceRoot } from "../transport/http.ts";
import { isGuid } from "../ids.ts";
import type { Table } from "../model/metadata.ts";
import { parseTarget, type Key } from "../odata/target.ts";
import { findRow, keyCells } from "../rows/find.ts";
import { insertRow } from "../rows/insert.ts";
import { decodePayload } from "../rows/payload.ts";
import { createRow, updateRow } from "../rows/write.ts";
import type { Session } from "../call/session.ts";
import { payloadOfArgument, typeOfArgument } from "./entity-argument.ts";
import { parametersOf, responseOf, type SetCall, type SetOperation } from "./operation.ts";
import { rowId, type Cell } from "../store/row.ts";
import { isJsonObject } from "../transport/json-text.ts";

const targets = parametersOf({ Targets: "Collection(mscrm.crmbaseentity)" });

/** The action CreateMultiple: creates rows and answers with their ids, in the same order. */
export const createMultiple: SetOperation = {
  name: "CreateMultiple",
  kind: "action",
  boundTo: "set",
  parameters: targets,
  returns: responseOf("CreateMultiple", { Ids: "Collection(Edm.Guid)" }),
  run(call) {
    const rows = readTargets("CreateMultiple", call).map((target) =>
      insertRow(call.session, call.table, decodePayload(call.table, target)),
    );
    return { Ids: rows.map((row) => rowId(call.table, row)) };
  },
};

/** The action UpdateMultiple: changes existing rows; if one does not exist, none is changed. */
export const updateMultiple: SetOperation = {
  name: "UpdateMultiple",
  kind: "action",
  boundTo: "set",
  parameters: targets,
  run(call) {
    const { session, table } = call;
    const found = readTargets("UpdateMultiple", call).map((target) => {
      const key = keyOf(session, table, "UpdateMultiple", target);
      return { key, row: findRow(session, table, key), target };
    });
    const absent = found.filter(({ row }) => !row);
    if (absent.length > 0)
      throw rowsNotFound(
        table,
        absent.map(({ key }) => (key.kind === "id" ? key.id : "")),
      );
    for (const { key, target } of found) {
      // Read again: an earlier target may have changed it.
      const row = findRow(session, table, key);
      if (row) updateRow(session, table, row, payloadOfArgument(table, target));
    }
  },
};

/** The action UpsertMultiple: changes the rows that exist and creates the others. */
export const upsertMultiple: SetOperation = {
  name: "UpsertMultiple",
  kind: "action",
  boundTo: "set",
  parameters: targets,
  run(call) {
    const { session, table } = call;
    for (const target of readTargets("UpsertMultiple", call)) {
      const key = keyOf(session, table, "UpsertMultiple", target);
      const given = cellsOf(table, key);
      if (typeof target["@odata.id"] === "string") {
        const repeated = Object.keys(given).find((name) => name in target);
        if (repeated !== undefined) throw repeatedKey(repeated);
      }
      const row = findRow(session, table, key);
      const payload = payloadOfArgument(table, target);
      if (row) updateRow(session, table, row, payload);
      else createRow(session, table, payload, given);
    }
  },
};

/**
 * The action DeleteMultiple, which always fails: only elastic tables have it, and this organisation has none.
 */
export const deleteMultiple: SetOperation = {
  name: "DeleteMultiple",
  kind: "action",
  boundTo: "set",
  parameters: targets,
  run() {
    throw notImplemented("DeleteMultiple");
  },
};

/**
 * The rows to write. Throws a DataverseError if there are none, or one is not of the table of the address.
 */
function readTargets(operation: string, { session, table, values }: SetCall): Record<string, unknown>[] {
  const list: unknown = values.Targets;
  const rows = Array.isArray(list) ? list.filter(isJsonObject) : [];
  if (rows.length === 0) throw noTargets();
  for (const row of rows) {
    const type = typeOfArgument(session, operation, row);
    if (type.logicalName !== table.logicalName)
      throw wrongTargetType(operation, table.logicalName, type.logicalName);
  }
  return rows;
}

/** The key of a row to write: from @odata.id, which can name an alternate key, or its primary key. */
function keyOf(session: Session, table: Table, operation: string, target: Record<string, unknown>): Key {
  const address = target["@odata.id"];
  if (typeof address === "string") {
    const named = parseTarget(session.model, belowServiceRoot(address) ?? address);
    if (named.kind !== "row" || named.table.logicalName !== table.logicalName) throw keyNotSet(operation);
    return named.key;
  }
  const id = target[table.primaryId];
  if (typeof id !== "string" || !isGuid(id)) throw keyNotSet(operation);
  return { kind: "id", id: id.toLowerCase() };
}

/** The columns that a key sets on a row that is created by it. */
function cellsOf(table: Table, key: Key): Record<string, Cell> {
  if (key.kind === "id") return { [table.primaryId]: key.id };
  return Object.fromEntries(keyCells(table, key).map(({ column, value }) => [column.name, value]));
}
