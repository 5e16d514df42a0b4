import { applicationUserId, rootBusinessUnitId } from "../identity.ts";
import { guidOf } from "../ids.ts";
import { columnNamed, tableNamed } from "../model/metadata.ts";
import { deriveColumns } from "../rows/derive.ts";
import { initialRow } from "../rows/write.ts";
import { isReference, type Cell, type Reference } from "../store/row.ts";
import type { Database } from "../store/database.ts";

export type Values = Readonly<Record<string, Cell>>;

export const businessUnit: Reference = { table: "businessunit", id: rootBusinessUnitId };
export const applicationUser: Reference = { table: "systemuser", id: applicationUserId };
export const currency = reference("transactioncurrency", "CAD");

/** A row the seed refers to by name: the same id on every start. */
export function reference(table: string, name: string): Reference {
  return { table, id: guidOf(`${table}:${name}`) };
}

const seededOn = "2026-01-05T14:00:00Z";

/** A row as it was before anybody called: nobody is asked, and nothing is checked but names. */
export function insert(database: Database, target: Reference, values: Values): void {
  const table = tableNamed(database.model, target.table);
  const [state] = table.states;
  const owner = isReference(values.ownerid) ? values.ownerid : undefined;
  const row = {
    ...initialRow(table),
    createdon: seededOn,
    modifiedon: seededOn,
    createdby: applicationUser,
    modifiedby: applicationUser,
    ...(state ? { statecode: state.value, statuscode: state.reasons[0]?.value ?? null } : {}),
    ...(owner
      ? {
          owninguser: owner.table === "systemuser" ? owner : null,
          owningteam: owner.table === "team" ? owner : null,
          owningbusinessunit: businessUnit,
        }
      : {}),
    ...values,
    [table.primaryId]: target.id,
  };
  for (const name of Object.keys(values)) {
    if (!columnNamed(table, name))
      throw new Error(`The seed sets an unknown column ${table.logicalName}.${name}`);
  }
  database.store.put(target.table, target.id, deriveColumns(table, row, {}));
}
