// Inserts rows of the seed, and refers to them by name.

import { applicationUserId, rootBusinessUnitId } from "../identity.ts";
import { guidOf } from "../ids.ts";
import { columnNamed, tableNamed } from "../model/metadata.ts";
import { deriveColumns } from "../rows/derive.ts";
import { initialRow } from "../rows/write.ts";
import { isReference, type Cell, type Reference } from "../store/row.ts";
import type { Database } from "../store/database.ts";

/** Columns of a row and their values. */
export type Values = Readonly<Record<string, Cell>>;

/** The root business unit. */
export const businessUnit: Reference = { table: "businessunit", id: rootBusinessUnitId };
/** The application user of the product. */
export const applicationUser: Reference = { table: "systemuser", id: applicationUserId };
/** The Canadian dollar, the base currency. */
export const currency = reference("transactioncurrency", "CAD");

/** A reference to a row of the seed by its name, with the same id on every start. */
export function reference(table: string, name: string): Reference {
  return { table, id: guidOf(`${table}:${name}`) };
}

const seededOn = "2026-01-05T14:00:00Z";

/**
 * Puts a row directly into the store, as created on a fixed day by the application user. Nothing is checked
 * but the names of columns; throws an Error for one that the model does not have.
 */
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
