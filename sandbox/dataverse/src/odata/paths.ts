// Resolves the paths and literals of a $filter against the model, into functions that read values of rows.

import type { Operator } from "../conditions/operators.ts";
import { readMoment, readOperand } from "../conditions/value.ts";
import { edmTypeOf } from "../model/edm.ts";
import { badQuery, unknownProperty } from "../errors/addresses.ts";
import { columnNamed, columnOfProperty, navigationNamed, tableNamed } from "../model/metadata.ts";
import type { Column, Table } from "../model/metadata.ts";
import { isReference, scalarOf } from "../store/row.ts";
import type { Row, Scalar } from "../store/row.ts";
import type { Operand } from "./expression.ts";
import type { Literal } from "./reader.ts";
import type { Database } from "../store/database.ts";

/** The row under test, and the rows that the variables of any() and all() around it stand for. */
export type Frame = { readonly row: Row; readonly bound: ReadonlyMap<string, Row> };
/** The table of the row under test, and the tables of the variables. */
export type Scope = { readonly table: Table; readonly bound: ReadonlyMap<string, Table> };
/** An operand with its type; `edmType` is undefined for null. */
export interface Typed {
  readonly edmType: string | undefined;
  readonly read: (frame: Frame) => Scalar;
  /** The value of a literal, which is the same for every row. */
  readonly constant?: Scalar;
}

type RowReader = (frame: Frame) => Row | undefined;

/**
 * Resolves an operand.
 * @throws DataverseError if a table has no such property
 */
export function compileOperand(database: Database, scope: Scope, operand: Operand): Typed {
  if (operand.kind === "literal") {
    const value = literalValue(operand.literal);
    return { edmType: literalTypes[operand.literal.type], read: () => value, constant: value };
  }
  const { table, rowOf } = followPath(database, scope, operand.path.slice(0, -1));
  const name = operand.path.at(-1) ?? "";
  if (operand.path.length === 1 && scope.bound.has(name))
    throw badQuery("A property path expected but the end found.");
  const column = columnOfProperty(table, name);
  if (!column) throw unknownProperty(table, name);
  return { edmType: edmTypeOf(column), read: (frame) => scalarOf(rowOf(frame)?.[column.name]) };
}

/**
 * Resolves the column that a query function names, by the name of the column or of the property, behind
 * navigation properties if there is a path.
 * @throws DataverseError if the table has no such column
 */
export function compileFunctionColumn(
  database: Database,
  scope: Scope,
  path: readonly string[],
  property: string,
): { column: Column; read: (frame: Frame) => Scalar } {
  const segments = [...path, ...property.split("/")];
  const { table, rowOf } = followPath(database, scope, segments.slice(0, -1));
  const name = segments.at(-1) ?? "";
  const column = columnOfProperty(table, name) ?? columnNamed(table, name);
  if (!column) throw unknownProperty(table, name);
  return { column, read: (frame) => scalarOf(rowOf(frame)?.[column.name]) };
}

/**
 * Follows single-valued navigation properties from the row under test, or from a variable, to a table and
 * its row.
 * @throws DataverseError if a table has no such property
 */
export function followPath(
  database: Database,
  scope: Scope,
  path: readonly string[],
): { table: Table; rowOf: RowReader } {
  const [first = "", ...rest] = path;
  const bound = scope.bound.get(first);
  let table = bound ?? scope.table;
  let rowOf: RowReader = bound ? (frame) => frame.bound.get(first) : (frame) => frame.row;
  for (const name of bound ? rest : path) {
    const navigation = navigationNamed(table, name);
    const target = navigation?.targets[0];
    if (!navigation || target === undefined) throw unknownProperty(table, name);
    const [from, column] = [rowOf, navigation.column.name];
    rowOf = (frame) => {
      const reference = from(frame)?.[column];
      return isReference(reference) && reference.table === target
        ? database.store.get(target, reference.id)
        : undefined;
    };
    table = tableNamed(database.model, target);
  }
  return { table, rowOf };
}

const literalTypes: Record<Literal["type"], string | undefined> = {
  text: "Edm.String",
  number: "Edm.Int32",
  boolean: "Edm.Boolean",
  guid: "Edm.Guid",
  datetime: "Edm.DateTimeOffset",
  null: undefined,
};

function literalValue(literal: Literal): Scalar {
  if (literal.type !== "datetime") return literal.value;
  const moment = readMoment(literal.value);
  if (moment === undefined) throw badQuery(`Unrecognized 'Edm.DateTimeOffset' literal '${literal.value}'.`);
  return moment;
}

/**
 * Reads the values of a query function, which may be written as text whatever the type of the column.
 * @throws DataverseError if their number or type is wrong
 */
export function valuesFor(operator: Operator, column: Column, literals: readonly Literal[]): Scalar[] {
  const wanted = { none: 0, one: 1, two: 2, many: undefined }[operator.takes];
  if (wanted !== undefined && literals.length !== wanted)
    throw badQuery(
      `The query function for the property '${column.name}' takes ${wanted} values but ${literals.length} were given.`,
    );
  return literals.map((literal) => {
    const text = String(literal.value);
    const value = readOperand(operator, column, text);
    if (value === undefined || literal.value === null) {
      throw badQuery(`The value '${text.slice(0, 60)}' is not valid for the property '${column.name}'.`);
    }
    return value;
  });
}
