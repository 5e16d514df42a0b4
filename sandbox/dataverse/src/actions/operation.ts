import type { Call } from "../call/call.ts";
import type { Table } from "../model/metadata.ts";
import type { Row } from "../store/row.ts";

export interface Parameter {
  readonly name: string;
  /** As $metadata spells it: Edm.String, mscrm.crmbaseentity, Collection(Edm.Guid), … */
  readonly type: string;
  readonly isOptional?: boolean;
}

/** What a function or an action that is bound to nothing is called with. */
export interface UnboundCall extends Call {
  /** JSON values, of the declared types, by the names of the parameters. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** What an operation on an entity set is called with. */
export interface SetCall extends UnboundCall {
  readonly table: Table;
}

/** What an operation on one row is called with. */
export interface RowCall extends SetCall {
  readonly row: Row;
}

interface Declared {
  readonly name: string;
  /** Functions are asked with GET, actions are done with POST. */
  readonly kind: "function" | "action";
  readonly parameters: readonly Parameter[];
  /** The type of the answer, and what is in it where the type exists for this operation only. None: 204. */
  readonly returns?: { readonly type: string; readonly properties?: readonly Parameter[] };
}

type Answer = Record<string, unknown> | void;

export interface UnboundOperation extends Declared {
  readonly boundTo: "nothing";
  readonly run: (call: UnboundCall) => Answer;
}

export interface SetOperation extends Declared {
  readonly boundTo: "set";
  /** The table whose set it is called on; without one, any table. */
  readonly table?: string;
  readonly run: (call: SetCall) => Answer;
}

export interface RowOperation extends Declared {
  readonly boundTo: "row";
  /** The table whose rows it is called on; without one, any table. */
  readonly table?: string;
  readonly run: (call: RowCall) => Answer;
}

export type Operation = UnboundOperation | SetOperation | RowOperation;

/** The answer of an operation that has a response type of its own. */
export function responseOf(
  name: string,
  properties: Readonly<Record<string, string>>,
): NonNullable<Declared["returns"]> {
  return {
    type: `mscrm.${name}Response`,
    properties: Object.entries(properties).map(([property, type]) => ({ name: property, type })),
  };
}

/** Parameters that must be given; a question mark after the type makes one optional. */
export function parametersOf(types: Readonly<Record<string, string>>): Parameter[] {
  return Object.entries(types).map(([name, type]) =>
    type.endsWith("?") ? { name, type: type.slice(0, -1), isOptional: true } : { name, type },
  );
}
