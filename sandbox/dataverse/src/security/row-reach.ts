// Whether a privilege reaches a row: by its owner, its business unit, or because it was shared.

import { columnNamed, isPrincipal } from "../model/metadata.ts";
import type { Table } from "../model/metadata.ts";
import type { Store } from "../store/store.ts";
import { accessRights } from "./privilege-names.ts";
import type { Depth, Verb } from "./privilege-names.ts";
import type { Principal, Standing } from "./standing.ts";
import { idOf, type Row } from "../store/row.ts";

/**
 * The owner and business unit of a row; undefined for a row that belongs to the organisation, which any
 * depth reaches.
 */
export function ownershipOf(table: Table, row: Row): { owner: string; businessUnit: string } | undefined {
  if (columnNamed(table, "ownerid"))
    return { owner: idOf(row.ownerid), businessUnit: idOf(row.owningbusinessunit) };
  // A user or team is its own owner, in its business unit.
  if (!isPrincipal(table)) return undefined;
  return { owner: idOf(row[table.primaryId]), businessUnit: idOf(row.businessunitid) };
}

/** Whether a privilege of the user, or of one of the user's teams, reaches the row. */
export function reachesRow(standing: Standing, privilege: string, table: Table, row: Row): boolean {
  if (standing.isAdministrator || standing.widest.get(privilege) === 8) return true;
  const ownership = ownershipOf(table, row);
  if (!ownership) return standing.widest.has(privilege);
  return standing.principals.some((principal) =>
    isWithin(principal, principal.held.get(privilege), ownership.owner, ownership.businessUnit),
  );
}

function isWithin(principal: Principal, depth: Depth | undefined, owner: string, unit: string): boolean {
  if (depth === undefined) return false;
  if (depth === 8 || owner === principal.id) return true;
  if (depth === 4) return principal.unitsBelow.has(unit);
  return depth === 2 && unit !== "" && unit === principal.businessUnit;
}

/** Whether the row was shared with the user, or with one of the user's teams, with this access right. */
export function isShared(store: Store, standing: Standing, verb: Verb, id: string): boolean {
  return store
    .where("principalobjectaccess", "objectid", id)
    .some(
      (share) =>
        (Number(share.accessrightsmask) & accessRights[verb]) !== 0 &&
        standing.principals.some((principal) => principal.id === idOf(share.principalid)),
    );
}
