// The actions WinOpportunity and LoseOpportunity.

import { closedRow } from "../errors/rows.ts";
import { missingArgument } from "../errors/operations.ts";
import { stateOf, tableNamed } from "../model/metadata.ts";
import { decodePayload } from "../rows/payload.ts";
import { nextState } from "../rows/state.ts";
import { amendRow, createRow } from "../rows/write.ts";
import type { UnboundCall, UnboundOperation } from "./operation.ts";
import { parametersOf } from "./operation.ts";
import { isReference, rowId } from "../store/row.ts";

const wonState = 1;
const lostState = 2;

const parameters = parametersOf({ OpportunityClose: "mscrm.opportunityclose", Status: "Edm.Int32" });

/** The action WinOpportunity: closes an opportunity as won. */
export const winOpportunity: UnboundOperation = {
  name: "WinOpportunity",
  kind: "action",
  boundTo: "nothing",
  parameters,
  run: (call) => close("WinOpportunity", call, wonState),
};

/** The action LoseOpportunity: closes an opportunity as lost. */
export const loseOpportunity: UnboundOperation = {
  name: "LoseOpportunity",
  kind: "action",
  boundTo: "nothing",
  parameters,
  run: (call) => close("LoseOpportunity", call, lostState),
};

/** Sets the state of the opportunity, and creates the completed activity opportunityclose that records it. */
function close(operation: string, { session, values }: UnboundCall, state: number): void {
  const closes = tableNamed(session.model, "opportunityclose");
  const table = tableNamed(session.model, "opportunity");
  const closing = createRow(session, closes, decodePayload(closes, values.OpportunityClose));
  const target = closing.opportunityid;
  const row = isReference(target) ? session.store.get("opportunity", target.id) : undefined;
  if (!row) throw missingArgument(operation, "opportunityid");
  session.privileges.require("Write", table, session.caller, row);
  if (stateOf(table, row.statecode)?.isReadOnly) throw closedRow(table);
  const reason = { statecode: state, statuscode: Number(values.Status) };
  const day = session.now().toISOString().slice(0, 10);
  amendRow(session, table, row, {
    ...nextState(table, rowId(table, row), row, reason),
    actualvalue: closing.actualrevenue ?? row.estimatedvalue ?? null,
    actualclosedate: typeof closing.actualend === "string" ? closing.actualend.slice(0, 10) : day,
  });
  amendRow(session, closes, closing, {
    regardingobjectid: target ?? null,
    ...nextState(closes, rowId(closes, closing), closing, { statecode: 1 }),
  });
}
