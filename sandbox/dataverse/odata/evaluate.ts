import { badQuery, unknownProperty } from "../errors/addresses.ts";
import { isGuid } from "../ids.ts";
import { collectionNamed, columnOfProperty, navigationNamed, tableNamed } from "../metadata.ts";
import type { Column, Model, Table } from "../metadata.ts";
import { isReference } from "../store.ts";
import type { Cell, Row, Store } from "../store.ts";
import { parseMoment } from "../values.ts";
import type { Comparison, Expression, Literal, Operand, TextMatch } from "./parse.ts";

export interface Database {
  readonly model: Model;
  readonly store: Store;
}

/** The row under test, and the rows bound by any() and all() around it. */
type Frame = { readonly row: Row; readonly bound: ReadonlyMap<string, Row> };
type Scope = { readonly table: Table; readonly bound: ReadonlyMap<string, Table> };
type Test = (frame: Frame) => boolean;
type Scalar = string | number | boolean | null;
type Typed = { readonly edmType: string | undefined; readonly read: (frame: Frame) => Scalar };

/** Checks every name and type of a filter against the model once; the answer tests rows. */
export function compileFilter(
  database: Database,
  table: Table,
  expression: Expression,
): (row: Row) => boolean {
  const test = compile(database, { table, bound: new Map() }, expression);
  return (row) => test({ row, bound: new Map() });
}

function compile(database: Database, scope: Scope, expression: Expression): Test {
  switch (expression.kind) {
    case "logical": {
      const left = compile(database, scope, expression.left);
      const right = compile(database, scope, expression.right);
      return expression.operator === "and"
        ? (frame) => left(frame) && right(frame)
        : (frame) => left(frame) || right(frame);
    }
    case "not": {
      const inner = compile(database, scope, expression.operand);
      return (frame) => !inner(frame);
    }
    case "comparison":
      return compileComparison(database, scope, expression);
    case "textMatch": {
      const subject = compileOperand(database, scope, expression.path);
      const part = compileOperand(database, scope, expression.value);
      if (subject.edmType !== "Edm.String" || part.edmType !== "Edm.String") {
        throw badQuery(
          `No function signature for the function with name '${expression.name}' matches the specified arguments.`,
        );
      }
      return (frame) => matchesText(expression.name, subject.read(frame), part.read(frame));
    }
    case "in": {
      const column =
        columnOfProperty(scope.table, expression.property) ??
        scope.table.columns.find((one) => one.name === expression.property);
      if (!column) throw unknownProperty(scope.table, expression.property);
      const wanted = new Set(expression.values.map((literal) => comparable(valueForColumn(column, literal))));
      return (frame) => wanted.has(comparable(scalarOf(frame.row[column.name])));
    }
    default:
      return compileLambda(database, scope, expression);
  }
}

function compileComparison(
  database: Database,
  scope: Scope,
  expression: Extract<Expression, { kind: "comparison" }>,
): Test {
  const left = compileOperand(database, scope, expression.left);
  const right = compileOperand(database, scope, expression.right);
  if (left.edmType && right.edmType && left.edmType !== right.edmType) {
    throw badQuery(
      `A binary operator with incompatible types was detected. Found operand types '${left.edmType}' and '${right.edmType}' for operator kind '${operatorKinds[expression.operator]}'.`,
    );
  }
  return (frame) => compare(expression.operator, left.read(frame), right.read(frame));
}

const operatorKinds: Record<Comparison, string> = {
  eq: "Equal",
  ne: "NotEqual",
  gt: "GreaterThan",
  ge: "GreaterThanOrEqual",
  lt: "LessThan",
  le: "LessThanOrEqual",
};

function compileLambda(
  database: Database,
  scope: Scope,
  expression: Extract<Expression, { kind: "lambda" }>,
): Test {
  const [name, ...more] = expression.path;
  const collection = name !== undefined && more.length === 0 ? collectionNamed(scope.table, name) : undefined;
  if (!collection) throw unknownProperty(scope.table, expression.path.join("/"));
  const { store } = database;
  const inner = tableNamed(database.model, collection.table);
  const members = (row: Row): Row[] =>
    store.all(inner.logicalName).filter((member) => {
      const owner = member[collection.column];
      return (
        isReference(owner) &&
        owner.table === scope.table.logicalName &&
        owner.id === row[scope.table.primaryId]
      );
    });
  if (!expression.body) return (frame) => members(frame.row).length > 0;
  const body = compile(
    database,
    { table: scope.table, bound: new Map([...scope.bound, [expression.variable, inner]]) },
    expression.body,
  );
  const test = (frame: Frame) => (member: Row) =>
    body({ row: frame.row, bound: new Map([...frame.bound, [expression.variable, member]]) });
  return expression.quantifier === "any"
    ? (frame) => members(frame.row).some(test(frame))
    : (frame) => members(frame.row).every(test(frame));
}

function compileOperand(database: Database, scope: Scope, operand: Operand): Typed {
  if (operand.kind === "literal") {
    const value = literalValue(operand.literal);
    return { edmType: literalTypes[operand.literal.type], read: () => value };
  }
  const [first = "", ...rest] = operand.path;
  const boundTable = scope.bound.get(first);
  if (boundTable) return compilePath(database, boundTable, rest, (frame) => frame.bound.get(first));
  return compilePath(database, scope.table, operand.path, (frame) => frame.row);
}

type RowReader = (frame: Frame) => Row | undefined;

/** A column, or a column of a row that single-valued navigation properties lead to. */
function compilePath(database: Database, table: Table, path: readonly string[], rowOf: RowReader): Typed {
  const [name, ...rest] = path;
  if (name === undefined) throw badQuery("A property path expected but the end found.");
  if (rest.length === 0) {
    const column = columnOfProperty(table, name);
    if (!column) throw unknownProperty(table, name);
    return { edmType: edmType(column), read: (frame) => scalarOf(rowOf(frame)?.[column.name]) };
  }
  const navigation = navigationNamed(table, name);
  const target = navigation?.targets[0];
  if (!navigation || target === undefined) throw unknownProperty(table, name);
  return compilePath(database, tableNamed(database.model, target), rest, (frame) => {
    const reference = rowOf(frame)?.[navigation.column.name];
    return isReference(reference) && reference.table === target
      ? database.store.get(target, reference.id)
      : undefined;
  });
}

const literalTypes: Record<Literal["type"], string | undefined> = {
  text: "Edm.String",
  number: "Edm.Int32",
  boolean: "Edm.Boolean",
  guid: "Edm.Guid",
  datetime: "Edm.DateTimeOffset",
  null: undefined,
};

function edmType(column: Column): string {
  switch (column.type) {
    case "text":
    case "memo":
      return "Edm.String";
    case "boolean":
      return "Edm.Boolean";
    case "datetime":
      return "Edm.DateTimeOffset";
    case "guid":
    case "lookup":
      return "Edm.Guid";
    default:
      return "Edm.Int32";
  }
}

function literalValue(literal: Literal): Scalar {
  if (literal.type !== "datetime") return literal.value;
  const value = /T/i.test(literal.value) ? literal.value : `${literal.value}T00:00:00Z`;
  const moment = parseMoment(/(?:Z|[+-]\d\d:\d\d)$/i.test(value) ? value : `${value}Z`);
  if (moment === undefined) throw badQuery(`Unrecognized 'Edm.DateTimeOffset' literal '${literal.value}'.`);
  return moment;
}

/** The values of In() are written as text whatever the type of the column. */
function valueForColumn(column: Column, literal: Literal): Scalar {
  const value = literalValue(literal);
  if (typeof value !== "string") return value;
  const type = edmType(column);
  if (type === "Edm.Int32" && /^-?\d+$/.test(value)) return Number(value);
  if (type === "Edm.Guid" && isGuid(value)) return value.toLowerCase();
  if (type === "Edm.Boolean" && (value === "true" || value === "false")) return value === "true";
  if (type === "Edm.DateTimeOffset" && parseMoment(value) !== undefined) return parseMoment(value) ?? null;
  if (type === "Edm.String") return value;
  throw badQuery(`The value '${value.slice(0, 60)}' is not valid for the property '${column.name}'.`);
}

function scalarOf(cell: Cell | undefined): Scalar {
  if (cell === undefined) return null;
  return isReference(cell) ? cell.id : cell;
}

/** Text is compared without regard to case and accents, as the default collation does. */
export function comparable(value: Scalar): Scalar {
  return typeof value === "string" ? value.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase() : value;
}

/** A null is different from everything but null, and neither before nor after anything. */
function compare(operator: Comparison, left: Scalar, right: Scalar): boolean {
  const [a, b] = [comparable(left), comparable(right)];
  if (operator === "eq") return a === b;
  if (operator === "ne") return a !== b;
  if (a === null || b === null) return false;
  if (operator === "gt") return a > b;
  if (operator === "ge") return a >= b;
  return operator === "lt" ? a < b : a <= b;
}

function matchesText(name: TextMatch, subject: Scalar, part: Scalar): boolean {
  const [whole, piece] = [comparable(subject), comparable(part)];
  if (typeof whole !== "string" || typeof piece !== "string") return false;
  if (name === "contains") return whole.includes(piece);
  return name === "startswith" ? whole.startsWith(piece) : whole.endsWith(piece);
}
