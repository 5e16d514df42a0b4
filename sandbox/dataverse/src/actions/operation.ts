// What a function or an action is: its declaration, and the call it is run with.

import type { Call } from "../call/call.ts";
import type { Table } from "../model/metadata.ts";
import type { Row } from "../store/row.ts";

/** A parameter of an operation, or a property of its answer. */
export interface Parameter {
  readonly name: string;
  /** The type as $metadata spells it: Edm.String, mscrm.crmbaseentity, Collection(Edm.Guid), … */
  readonly type: string;
  readonly isOptional?: boolean;
}

/** The call of an operation that is bound to nothing. */
export interface UnboundCall extends Call {
  /** The arguments by the names of the parameters: JSON values of the declared types. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** The call of an operation that is bound to an entity set. */
export interface SetCall extends UnboundCall {
  readonly table: Table;
}

/** The call of an operation that is bound to one row. */
export interface RowCall extends SetCall {
  readonly row: Row;
}

interface Declared {
  readonly name: string;
  /** Functions are called with GET, actions with POST. */
  readonly kind: "function" | "action";
  readonly parameters: readonly Parameter[];
  /**
   * The type of the answer, with its properties where the type exists for this operation only; absent where
   * it answers 204.
   */
  readonly returns?: { readonly type: string; readonly properties?: readonly Parameter[] };
}

type Answer = Record<string, unknown> | void;

/** An operation that is called at the service root. */
export interface UnboundOperation extends Declared {
  readonly boundTo: "nothing";
  readonly run: (call: UnboundCall) => Answer;
}

/** An operation that is called on an entity set. */
export interface SetOperation extends Declared {
  readonly boundTo: "set";
  /** The table whose set it is called on; absent where it is any table. */
  readonly table?: string;
  readonly run: (call: SetCall) => Answer;
}

/** An operation that is called on one row. */
export interface RowOperation extends Declared {
  readonly boundTo: "row";
  /** The table whose rows it is called on; absent where it is any table. */
  readonly table?: string;
  readonly run: (call: RowCall) => Answer;
}

/** A function or an action; `run` gives the JSON answer, or nothing for 204. */
export type Operation = UnboundOperation | SetOperation | RowOperation;

/** The declaration of an answer whose type is made for one operation, such as WhoAmIResponse. */
export function responseOf(
  name: string,
  properties: Readonly<Record<string, string>>,
): NonNullable<Declared["returns"]> {
  return {
    type: `mscrm.${name}Response`,
    properties: Object.entries(properties).map(([property, type]) => ({ name: property, type })),
  };
}

/** Declares parameters by their names and types; a question mark after the type makes one optional. */
export function parametersOf(types: Readonly<Record<string, string>>): Parameter[] {
  return Object.entries(types).map(([name, type]) =>
    type.endsWith("?") ? { name, type: type.slice(0, -1), isOptional: true } : { name, type },
  );
}
