import {
  differentlyParented,
  identicalForMerge,
  inactiveForMerge,
  notMergeable,
  wrongTargetType,
} from "../errors/operations.ts";
import { tableNamed } from "../model/metadata.ts";
import type { Column, Table } from "../model/metadata.ts";
import { nextState } from "../rows/state.ts";
import { amendRow, updateRow } from "../rows/write.ts";
import type { Session } from "../call/session.ts";
import { payloadOfArgument, readEntityArgument } from "./entity-argument.ts";
import { parametersOf, type UnboundOperation } from "./operation.ts";
import { isReference, rowId, type Reference, type Row } from "../store/row.ts";

/**
 * The tables whose rows can be merged, with the state of the subordinate row afterwards, and the column that
 * PerformParentingChecks compares.
 */
const mergeable: Readonly<Record<string, { state: number; parent: string }>> = {
  account: { state: 1, parent: "parentaccountid" },
  contact: { state: 1, parent: "parentcustomerid" },
  lead: { state: 2, parent: "parentcontactid" },
};

/**
 * The action Merge: merges one row (subordinate) into another (target), moves all references to it, and
 * deactivates it.
 */
export const merge: UnboundOperation = {
  name: "Merge",
  kind: "action",
  boundTo: "nothing",
  parameters: parametersOf({
    Target: "mscrm.crmbaseentity",
    Subordinate: "mscrm.crmbaseentity",
    UpdateContent: "mscrm.crmbaseentity?",
    PerformParentingChecks: "Edm.Boolean",
  }),
  run({ session, values }) {
    const target = readEntityArgument(session, "Merge", values.Target);
    const subordinate = readEntityArgument(session, "Merge", values.Subordinate);
    const { table } = target;
    const rule = mergeable[table.logicalName];
    if (!rule) throw notMergeable(table);
    if (subordinate.table !== table)
      throw wrongTargetType("Merge", table.logicalName, subordinate.table.logicalName);
    if (target.reference.id === subordinate.reference.id) throw identicalForMerge();
    for (const { row } of [target, subordinate]) {
      session.privileges.require("Write", table, session.caller, row);
      if (row.statecode !== 0) throw inactiveForMerge();
    }
    if (
      values.PerformParentingChecks === true &&
      parentOf(target.row, rule.parent) !== parentOf(subordinate.row, rule.parent)
    )
      throw differentlyParented();
    if (values.UpdateContent !== undefined && values.UpdateContent !== null)
      updateRow(session, table, target.row, payloadOfArgument(table, values.UpdateContent));
    moveReferences(session, subordinate.reference, target.reference);
    const subordinateRow = session.store.get(table.logicalName, subordinate.reference.id) ?? subordinate.row;
    amendRow(session, table, subordinateRow, {
      merged: true,
      masterid: target.reference,
      ...nextState(table, subordinate.reference.id, subordinateRow, { statecode: rule.state }),
    });
  },
};

function parentOf(row: Row, column: string): string | undefined {
  const cell = row[column];
  return isReference(cell) ? cell.id : undefined;
}

/** Changes all lookups that lead to one row to lead to the other, also in rows that are read-only. */
function moveReferences(session: Session, from: Reference, to: Reference): void {
  for (const table of session.model.tables()) {
    if (table.logicalName === "activitypointer") continue;
    for (const column of table.columns) {
      if (leadsTo(column, from.table)) moveColumn(session, table, column.name, from, to);
    }
  }
}

function leadsTo(column: Column, table: string): boolean {
  // masterid stays: rows that were merged into this one earlier keep their record of it.
  return (
    column.type === "lookup" &&
    column.name !== "masterid" &&
    column.navigations.some((navigation) => navigation.target === table)
  );
}

function moveColumn(session: Session, table: Table, column: string, from: Reference, to: Reference): void {
  for (const row of session.store.where(table.logicalName, column, from.id)) {
    const cell = row[column];
    if (!isReference(cell) || cell.table !== from.table) continue;
    if (table.logicalName === to.table && rowId(table, row) === to.id) continue;
    amendRow(session, tableNamed(session.model, table.logicalName), row, { [column]: to });
  }
}
