// Compiles a $filter against the model into a test of rows.

import { comparable } from "../store/collation.ts";
import { compareKeys } from "../conditions/compare.ts";
import type { Comparison } from "../conditions/compare.ts";
import { operators } from "../conditions/operators.ts";
import type { Circumstances } from "../conditions/operators.ts";
import { badQuery, unknownProperty } from "../errors/addresses.ts";
import { collectionNamed, tableNamed } from "../model/metadata.ts";
import type { Table } from "../model/metadata.ts";
import type { Row, Scalar } from "../store/row.ts";
import type { Database } from "../store/database.ts";
import type { Expression, TextMatch } from "./expression.ts";
import { membersOf } from "./members.ts";
import { compileFunctionColumn, compileOperand, followPath, valuesFor } from "./paths.ts";
import type { Frame, Scope, Typed } from "./paths.ts";

/** The database with who is querying, and the time of the query. */
export interface Asker extends Database {
  readonly caller: string;
  readonly now: () => Date;
}

type Test = (frame: Frame) => boolean;

/**
 * Compiles a filter into a test of rows.
 * @throws DataverseError if it names something that the table does not have, or compares types that cannot
 * be compared
 */
export function compileFilter(asker: Asker, table: Table, expression: Expression): (row: Row) => boolean {
  const test = compile(asker, { table, bound: new Map() }, expression);
  return (row) => test({ row, bound: new Map() });
}

function compile(asker: Asker, scope: Scope, expression: Expression): Test {
  switch (expression.kind) {
    case "and":
    case "or": {
      const tests = expression.operands.map((operand) => compile(asker, scope, operand));
      return expression.kind === "and"
        ? (frame) => tests.every((test) => test(frame))
        : (frame) => tests.some((test) => test(frame));
    }
    case "not": {
      const inner = compile(asker, scope, expression.operand);
      return (frame) => !inner(frame);
    }
    case "comparison":
      return compileComparison(asker, scope, expression);
    case "textMatch":
      return compileTextMatch(asker, scope, expression);
    case "function":
      return compileFunction(asker, scope, expression);
    default:
      return compileLambda(asker, scope, expression);
  }
}

function compileComparison(
  asker: Asker,
  scope: Scope,
  expression: Extract<Expression, { kind: "comparison" }>,
): Test {
  const left = compileOperand(asker, scope, expression.left);
  const right = compileOperand(asker, scope, expression.right);
  if (left.edmType && right.edmType && !areComparable(left.edmType, right.edmType)) {
    throw badQuery(
      `A binary operator with incompatible types was detected. Found operand types '${left.edmType}' and '${right.edmType}' for operator kind '${operatorKinds[expression.operator]}'.`,
    );
  }
  const [readLeft, readRight] = [comparableReader(left, right), comparableReader(right, left)];
  return (frame) => compareKeys(expression.operator, readLeft(frame), readRight(frame));
}

const families: readonly (readonly string[])[] = [
  ["Edm.Int32", "Edm.Int64", "Edm.Decimal", "Edm.Double"],
  ["Edm.Date", "Edm.DateTimeOffset"],
];

function areComparable(one: string, other: string): boolean {
  return one === other || families.some((family) => family.includes(one) && family.includes(other));
}

/**
 * Reads one side of a comparison. A moment that is compared with a date counts as its day. A constant is
 * prepared once.
 */
function comparableReader(one: Typed, other: Typed): (frame: Frame) => Scalar {
  const isDay = other.edmType === "Edm.Date" && one.edmType !== "Edm.Date";
  const keyOf = (value: Scalar): Scalar =>
    comparable(isDay && typeof value === "string" ? value.slice(0, 10) : value);
  if (one.constant === undefined) return (frame) => keyOf(one.read(frame));
  const key = keyOf(one.constant);
  return () => key;
}

const operatorKinds: Record<Comparison, string> = {
  eq: "Equal",
  ne: "NotEqual",
  gt: "GreaterThan",
  ge: "GreaterThanOrEqual",
  lt: "LessThan",
  le: "LessThanOrEqual",
};

function compileTextMatch(
  asker: Asker,
  scope: Scope,
  { name, path, value }: Extract<Expression, { kind: "textMatch" }>,
): Test {
  const subject = compileOperand(asker, scope, path);
  const part = compileOperand(asker, scope, value);
  if (subject.edmType !== "Edm.String" || part.edmType !== "Edm.String") {
    throw badQuery(
      `No function signature for the function with name '${name}' matches the specified arguments.`,
    );
  }
  const [readSubject, readPart] = [comparableReader(subject, part), comparableReader(part, subject)];
  return (frame) => matchesText(name, readSubject(frame), readPart(frame));
}

/** Whether a text contains, begins or ends with another; both as comparable() returns them. */
function matchesText(name: TextMatch, whole: Scalar, piece: Scalar): boolean {
  if (typeof whole !== "string" || typeof piece !== "string") return false;
  if (name === "contains") return whole.includes(piece);
  return name === "startswith" ? whole.startsWith(piece) : whole.endsWith(piece);
}

function compileFunction(
  asker: Asker,
  scope: Scope,
  expression: Extract<Expression, { kind: "function" }>,
): Test {
  const operator = operators.get(expression.operator);
  if (!operator) throw badQuery(`An unknown function with name '${expression.operator}' was found.`);
  const { column, read } = compileFunctionColumn(asker, scope, expression.path, expression.property);
  const values = valuesFor(operator, column, expression.values);
  const test = operator.prepare(values, circumstancesOf(asker));
  return (frame) => test(read(frame));
}

/** What the query functions may ask about: the time, the caller, the caller's teams and business unit. */
export function circumstancesOf({ store, caller, now }: Asker): Circumstances {
  const memberships = store.where("teammembership", "systemuserid", caller);
  const ids = memberships.map(({ teamid }) => teamid ?? null);
  const unit = store.get("systemuser", caller)?.businessunitid ?? null;
  const idOf = (cell: typeof unit): string | null =>
    typeof cell === "object" ? (cell?.id ?? null) : String(cell);
  return {
    now: now().getTime(),
    caller,
    teams: ids.map(idOf).filter((id) => id !== null),
    businessUnit: idOf(unit),
  };
}

function compileLambda(
  asker: Asker,
  scope: Scope,
  expression: Extract<Expression, { kind: "lambda" }>,
): Test {
  const { table, rowOf } = followPath(asker, scope, expression.path.slice(0, -1));
  const collection = collectionNamed(table, expression.path.at(-1) ?? "");
  if (!collection) throw unknownProperty(table, expression.path.at(-1) ?? "");
  const members = (frame: Frame): Row[] => {
    const row = rowOf(frame);
    return row ? membersOf(asker.store, table, row, collection) : [];
  };
  if (!expression.body) return (frame) => members(frame).length > 0;
  const inner = tableNamed(asker.model, collection.table);
  const { variable, quantifier } = expression;
  const body = compile(
    asker,
    { table: scope.table, bound: new Map([...scope.bound, [variable, inner]]) },
    expression.body,
  );
  const test = (frame: Frame) => (member: Row) =>
    body({ row: frame.row, bound: new Map([...frame.bound, [variable, member]]) });
  return quantifier === "any"
    ? (frame) => members(frame).some(test(frame))
    : (frame) => members(frame).every(test(frame));
}
