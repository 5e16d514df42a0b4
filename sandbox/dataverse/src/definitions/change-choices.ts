// Creates, changes and deletes global choices, and changes the options of all choices.

import { randomUUID } from "node:crypto";
import {
  duplicateGlobalChoice,
  duplicateOption,
  hasDependents,
  notDeletable,
  unknownOption,
} from "../errors/definitions.ts";
import type { Column, GlobalChoice, Option, State, Table } from "../model/metadata.ts";
import type { Session } from "../call/session.ts";
import { choiceId } from "./choices.ts";
import { componentTypes, removeFromSolutions, recordComponent, type Scope } from "./components.ts";
import { replaceTable } from "./declare.ts";
import { readDescribed, readSchemaName, type Json } from "./payload.ts";
import { readOptions } from "./read-choice.ts";

/**
 * Creates a global choice, and gives its id. Throws a DataverseError if the payload is wrong or the name is
 * taken.
 */
export function createGlobalChoice(session: Session, payload: Json, scope: Scope): string {
  const name = readSchemaName({ SchemaName: payload.Name }, "OptionSet").toLowerCase();
  if (session.model.choiceNamed(name)) throw duplicateGlobalChoice();
  const choice: GlobalChoice = {
    ...readDescribed(payload, {}, false),
    name,
    metadataId: randomUUID(),
    isCustom: true,
    createdOn: session.now().toISOString(),
    options: readOptions(payload, name, scope.firstOptionValue),
  };
  session.store.undoWith(session.model.defineChoice(choice));
  return recordComponent(session, scope, componentTypes.choice, choiceId(choice));
}

/** Changes the labels of a global choice: adds to them if `isMerged`, else replaces them. */
export function updateGlobalChoice(
  session: Session,
  choice: GlobalChoice,
  payload: Json,
  isMerged: boolean,
): void {
  writeGlobalChoice(session, { ...choice, ...readDescribed(payload, choice, isMerged) });
}

/** Deletes a custom global choice. Throws a DataverseError while a column uses it. */
export function deleteGlobalChoice(session: Session, choice: GlobalChoice): void {
  if (!choice.isCustom) throw notDeletable("OptionSet", choice.name);
  const users = session.model.tables().flatMap((table) => table.columns.filter((one) => isFrom(one, choice)));
  if (users.length > 0) throw hasDependents("OptionSet", choiceId(choice), users.length);
  session.store.undoWith(session.model.dropChoice(choice.name));
  removeFromSolutions(session, choiceId(choice));
}

/** Whether a column takes its options from the global choice. */
function isFrom(column: Column, choice: GlobalChoice): boolean {
  return (column.type === "choice" || column.type === "choices") && column.globalChoice === choice.name;
}

/** Stores a global choice, and copies its options into the columns that use it. */
function writeGlobalChoice(session: Session, choice: GlobalChoice): void {
  session.store.undoWith(session.model.defineChoice(choice));
  for (const table of session.model.tables()) {
    if (!table.columns.some((column) => isFrom(column, choice))) continue;
    const columns = table.columns.map((column) =>
      isFrom(column, choice) ? ({ ...column, options: choice.options } as Column) : column,
    );
    replaceTable(session, { ...table, columns });
  }
}

/** The options of a column or a global choice; `write` replaces them. */
export interface OptionOwner {
  readonly name: string;
  readonly options: readonly Option[];
  readonly write: (options: readonly Option[]) => void;
}

/** The options of a global choice. */
export function globalOptions(session: Session, choice: GlobalChoice): OptionOwner {
  return {
    name: choice.name,
    options: choice.options,
    write: (options) => writeGlobalChoice(session, { ...choice, options }),
  };
}

/**
 * The options of a column, which can be those of a global choice; undefined if it is no choice, state or
 * status column.
 */
export function columnOptions(session: Session, table: Table, column: Column): OptionOwner | undefined {
  if (column.type === "status" || column.type === "state") return stateOptions(session, table, column.type);
  if (column.type !== "choice" && column.type !== "choices") return undefined;
  const shared =
    column.globalChoice === undefined ? undefined : session.model.choiceNamed(column.globalChoice);
  if (shared) return globalOptions(session, shared);
  return {
    name: column.name,
    options: column.options,
    write: (options) => {
      const columns = table.columns.map((one) => (one === column ? { ...column, options } : one));
      replaceTable(session, { ...table, columns });
    },
  };
}

/**
 * The options of a state or status column. Writing changes labels and removes status reasons; it adds none.
 */
function stateOptions(session: Session, table: Table, type: "state" | "status"): OptionOwner {
  const options = type === "state" ? table.states : table.states.flatMap((state) => state.reasons);
  const write = (changed: readonly Option[]): void => {
    const find = (value: number): Option | undefined => changed.find((one) => one.value === value);
    const states = table.states.map((state): State => {
      if (type === "state") return { ...state, ...find(state.value) };
      return { ...state, reasons: state.reasons.flatMap((reason) => find(reason.value) ?? []) };
    });
    replaceTable(session, { ...table, states });
  };
  return { name: type === "state" ? "statecode" : "statuscode", options, write };
}

/**
 * Adds a status reason to a state. Throws a DataverseError if the value is taken or there is no such state.
 */
export function insertStatusReason(session: Session, table: Table, stateValue: number, reason: Option): void {
  if (table.states.some((state) => state.reasons.some((one) => one.value === reason.value)))
    throw duplicateOption(reason.value, "statuscode");
  if (!table.states.some((state) => state.value === stateValue)) throw unknownOption(stateValue, "statecode");
  const states = table.states.map((state) =>
    state.value === stateValue ? { ...state, reasons: [...state.reasons, reason] } : state,
  );
  replaceTable(session, { ...table, states });
}
