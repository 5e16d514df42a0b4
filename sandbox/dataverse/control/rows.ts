import { optionsOf } from "../model/metadata.ts";
import type { Table } from "../model/metadata.ts";
import { displayName, renderRow } from "../odata/render.ts";
import type { Organization } from "../organization.ts";
import { partiesOf } from "../rows/parties.ts";
import { isReference, rowId } from "../store/store.ts";
import type { Row } from "../store/store.ts";

/** A row as it is kept, with the names behind its ids. */
export function describeRow(organization: Organization, table: Table, row: Row): Record<string, unknown> {
  return {
    ...renderRow(organization, table, row, undefined, "*"),
    ownerName: displayName(organization, row.ownerid) ?? null,
    ...(table.isActivity ? describeActivity(organization, table, row) : {}),
    ...labels(table, row),
  };
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

export function labelOf(table: Table, row: Row, columnName: string): string | null {
  const column = table.columns.find((one) => one.name === columnName);
  const options = column ? optionsOf(table, column) : [];
  return options.find((option) => option.value === row[columnName])?.label ?? null;
}
