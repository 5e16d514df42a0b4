import { leadAlreadyClosed } from "../errors/operations.ts";
import { columnNamed, tableNamed } from "../model/metadata.ts";
import type { Table } from "../model/metadata.ts";
import { emptyPayload } from "../rows/payload.ts";
import { nextState } from "../rows/state.ts";
import { amendRow, createRow } from "../rows/write.ts";
import type { Session } from "../call/session.ts";
import { readEntityArgument, renderReference } from "./entity-argument.ts";
import { parametersOf, type RowOperation } from "./operation.ts";
import { rowId, type Cell, type Reference, type Row } from "../store/row.ts";

type Cells = Record<string, Cell>;

const openState = 0;
const qualifiedState = 1;

/** Columns that are not copied from a lead to the rows made of it, though both tables have them. */
const notCarried =
  /^(?:statecode|statuscode|owner|owning|created|modified|versionnumber|merged|masterid|importsequencenumber|overridden|processid|stageid|.*addressid$)/;

/**
 * The action QualifyLead: closes an open lead as qualified, and makes an account, a contact and an
 * opportunity of it as far as the caller asks for them. Answers with references to the rows it made.
 */
export const qualifyLead: RowOperation = {
  name: "QualifyLead",
  kind: "action",
  boundTo: "row",
  table: "lead",
  parameters: parametersOf({
    CreateAccount: "Edm.Boolean",
    CreateContact: "Edm.Boolean",
    CreateOpportunity: "Edm.Boolean",
    OpportunityCurrencyId: "mscrm.transactioncurrency?",
    OpportunityCustomerId: "mscrm.crmbaseentity?",
    SourceCampaignId: "mscrm.crmbaseentity?",
    Status: "Edm.Int32",
    ProcessInstanceId: "mscrm.crmbaseentity?",
    SuppressDuplicateDetection: "Edm.Boolean?",
  }),
  returns: { type: "Collection(mscrm.crmbaseentity)" },
  run({ session, table, row: lead, values }) {
    session.privileges.require("Write", table, session.caller, lead);
    if (lead.statecode !== openState) throw leadAlreadyClosed();
    const id = rowId(table, lead);
    // Checked before anything is created: the status reason must belong to the state.
    const state = nextState(table, id, lead, {
      statecode: qualifiedState,
      statuscode: Number(values.Status),
    });
    const self = { table: "lead", id };
    const create = (target: string, cells: Cells): Reference =>
      createFrom(session, lead, self, target, cells);
    const made: Reference[] = [];
    let account = lead.parentaccountid ?? null;
    let contact = lead.parentcontactid ?? null;
    if (values.CreateAccount === true) {
      made.push((account = create("account", { name: lead.companyname ?? lead.fullname ?? null })));
    }
    if (values.CreateContact === true) {
      made.push((contact = create("contact", { parentcustomerid: account })));
      const parent = made[0]?.table === "account" ? session.store.get("account", made[0].id) : undefined;
      if (parent)
        amendRow(session, tableNamed(session.model, "account"), parent, { primarycontactid: contact });
    }
    let opportunity: Cell = null;
    if (values.CreateOpportunity === true) {
      const customer = readReference(session, values.OpportunityCustomerId);
      const currency = readReference(session, values.OpportunityCurrencyId, "transactioncurrency");
      opportunity = create("opportunity", {
        name: lead.subject ?? lead.fullname ?? null,
        customerid: customer ?? account ?? contact,
        parentaccountid: account,
        parentcontactid: contact,
        transactioncurrencyid: currency,
      });
      made.push(opportunity);
    }
    amendRow(session, table, session.store.get("lead", id) ?? lead, {
      ...state,
      parentaccountid: account,
      parentcontactid: contact,
      qualifyingopportunityid: opportunity,
    });
    return {
      value: made.map((one) => renderReference(tableNamed(session.model, one.table), one.id)),
    };
  },
};

function readReference(session: Session, value: unknown, declared?: string): Reference | null {
  if (value === undefined || value === null) return null;
  return readEntityArgument(session, "QualifyLead", value, declared).reference;
}

/** Creates a row with the values that its table has in common with the lead. */
function createFrom(session: Session, lead: Row, self: Reference, target: string, cells: Cells): Reference {
  const table = tableNamed(session.model, target);
  const payload = emptyPayload();
  const row = createRow(session, table, payload, {
    ...carriedCells(tableNamed(session.model, "lead"), table, lead),
    ...(lead.ownerid ? { ownerid: lead.ownerid } : {}),
    originatingleadid: self,
    ...cells,
  });
  return { table: target, id: rowId(table, row) };
}

/** The values of a lead for the columns that the other table has too, with the same type. */
function carriedCells(from: Table, to: Table, lead: Row): Cells {
  const cells: Cells = {};
  for (const column of from.columns) {
    const other = columnNamed(to, column.name);
    const value = lead[column.name] ?? null;
    if (!other || other.type !== column.type || column.type === "lookup" || notCarried.test(column.name))
      continue;
    // Choices are not copied, since their options can differ; texts are cut to the other column's length.
    if (value === null || column.type === "choice" || other.writable === "never") continue;
    cells[column.name] =
      "maxLength" in other && typeof value === "string" ? value.slice(0, other.maxLength) : value;
  }
  return cells;
}
