// GET /sandbox/rows/{entitySet}: rows with the names that their ids and values stand for.

import { columnNamed, optionLabel } from "../model/metadata.ts";
import type { Table } from "../model/metadata.ts";
import { createRowRenderer, displayName } from "../odata/render.ts";
import type { Organization } from "../organization.ts";
import { partiesOf } from "../rows/parties.ts";
import { isReference, rowId, type Row } from "../store/row.ts";

/**
 * All rows of a table, whoever may read them, with the name of the owner, labels of state and status, and the
 * parties of activities.
 */
export function describeRows(organization: Organization, table: Table): Record<string, unknown>[] {
  const render = createRowRenderer(organization, table, undefined, "*");
  return organization.store.all(table.logicalName).map((row) => ({
    ...render(row),
    ownerName: displayName(organization, row.ownerid) ?? null,
    ...(table.isActivity ? describeActivity(organization, table, row) : {}),
    ...labels(table, row),
  }));
}

function describeActivity(organization: Organization, table: Table, row: Row): Record<string, unknown> {
  const regarding = row.regardingobjectid;
  return {
    regardingTable: isReference(regarding) ? regarding.table : null,
    regardingName: displayName(organization, regarding) ?? null,
    parties: partiesOf(organization, rowId(table, row)).map((party) => ({
      participationtypemask: party.participationtypemask,
      table: isReference(party.partyid) ? party.partyid.table : null,
      id: isReference(party.partyid) ? party.partyid.id : null,
      name: party.partyidname,
      addressused: party.addressused,
    })),
  };
}

function labels(table: Table, row: Row): Record<string, unknown> {
  if (table.states.length === 0) return {};
  return { stateName: labelOf(table, row, "statecode"), statusName: labelOf(table, row, "statuscode") };
}

/** The label of the value in a choice, state or status column; null if it has none. */
export function labelOf(table: Table, row: Row, columnName: string): string | null {
  const column = columnNamed(table, columnName);
  return (column && optionLabel(table, column, row[columnName])) ?? null;
}
