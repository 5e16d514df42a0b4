import { closedRow } from "../errors/rows.ts";
import { statusNotOfState } from "../errors/values.ts";
import { stateOf } from "../model/metadata.ts";
import type { State, Table } from "../model/metadata.ts";
import type { Cell, Row } from "../store/row.ts";

type Changes = Readonly<Record<string, Cell>>;

/**
 * Refuses changes of a row in a read-only state, unless they change the state.
 * @throws DataverseError
 */
export function requireOpen(table: Table, row: Row, changes: Changes): void {
  const isStateChanged = changes.statecode !== undefined && changes.statecode !== null;
  if (stateOf(table, row.statecode)?.isReadOnly && !isStateChanged) throw closedRow(table);
}

/**
 * The state of a new row: always the first, whatever the payload says, with the payload's status reason if
 * it has one.
 * @throws DataverseError if the reason does not belong to that state
 */
export function firstState(table: Table, id: string, changes: Changes): Changes {
  const [state] = table.states;
  return state ? stateAndReason(table, id, state, changes.statuscode) : {};
}

/**
 * The state and status reason after a change; without a reason given, a row keeps its own or takes the
 * default of the new state.
 * @throws DataverseError if the reason does not belong to the state
 */
export function nextState(table: Table, id: string, row: Row, changes: Changes): Changes {
  const state = stateOf(table, changes.statecode ?? row.statecode);
  if (!state) return {};
  const kept = state.value === row.statecode ? row.statuscode : undefined;
  return stateAndReason(table, id, state, changes.statuscode ?? kept);
}

function stateAndReason(table: Table, id: string, state: State, reason: Cell | undefined): Changes {
  const status = reason ?? state.reasons[0]?.value;
  if (!state.reasons.some((one) => one.value === status)) {
    throw statusNotOfState(table, Number(status), state.label.replaceAll(" ", ""), id);
  }
  return { statecode: state.value, statuscode: Number(status) };
}
