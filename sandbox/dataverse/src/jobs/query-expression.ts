// Queries of the SDK's form (QueryExpression), which only the action BulkDelete takes.

import { readOperand } from "../conditions/value.ts";
import { operators } from "../conditions/operators.ts";
import { badArguments } from "../errors/operations.ts";
import { unknownAttribute, unknownEntity } from "../errors/queries.ts";
import { columnNamed } from "../model/metadata.ts";
import type { Table } from "../model/metadata.ts";
import { circumstancesOf } from "../odata/evaluate.ts";
import { operatorOfFunction } from "../odata/functions.ts";
import type { Session } from "../call/session.ts";
import { scalarOf, type Scalar, type Row } from "../store/row.ts";
import { isJsonObject } from "../transport/json-text.ts";

type Test = (row: Row) => boolean;

/** How deep filters may be nested. */
const maxDepth = 20;

/** The operators whose name in QueryExpression is neither a query function's nor FetchXML's. */
const ownNames: Readonly<Record<string, string>> = {
  Equal: "eq",
  NotEqual: "ne",
  GreaterThan: "gt",
  GreaterEqual: "ge",
  LessThan: "lt",
  LessEqual: "le",
  Null: "null",
  NotNull: "not-null",
  Like: "like",
  NotLike: "not-like",
  BeginsWith: "begins-with",
  DoesNotBeginWith: "not-begin-with",
  EndsWith: "ends-with",
  DoesNotEndWith: "not-end-with",
};

/**
 * Makes a test of rows of a QueryExpression of the form {EntityName, Criteria: {FilterOperator, Conditions,
 * Filters}}. `operation` is the action that was called, for errors. Throws a DataverseError for anything that
 * it does not support.
 */
export function compileQueryExpression(
  session: Session,
  operation: string,
  query: unknown,
): { table: Table; test: Test } {
  const refuse = (reason: string): Error => badArguments(operation, reason);
  const { EntityName: name, Criteria: criteria, LinkEntities: links } = isJsonObject(query) ? query : {};
  const table = requireTable(session, String(name));
  // Ignoring a linked entity would select, and delete, more rows than were meant.
  if (Array.isArray(links) && links.length > 0) throw refuse("Linked entities are not supported here.");

  function compileFilter(filter: unknown, depth: number): Test {
    if (depth > maxDepth) throw refuse("The criteria are nested too deeply.");
    const {
      FilterOperator: joint,
      Conditions: conditions,
      Filters: filters,
    } = isJsonObject(filter) ? filter : {};
    const tests = [
      ...listOf(conditions).map((condition) => compileCondition(condition)),
      ...listOf(filters).map((inner) => compileFilter(inner, depth + 1)),
    ];
    if (tests.length === 0) return () => true;
    return joint === "Or"
      ? (row) => tests.some((test) => test(row))
      : (row) => tests.every((test) => test(row));
  }

  function compileCondition(condition: unknown): Test {
    const {
      AttributeName: attribute,
      Operator: operator,
      Values: given,
    } = isJsonObject(condition) ? condition : {};
    const column = columnNamed(table, String(attribute));
    if (!column) throw unknownAttribute(table, String(attribute));
    const known =
      typeof operator !== "string"
        ? undefined
        : Object.hasOwn(ownNames, operator)
          ? ownNames[operator]
          : operatorOfFunction(operator);
    const found = known === undefined ? undefined : operators.get(known);
    if (!found) throw refuse(`The condition operator '${String(operator).slice(0, 60)}' is not supported.`);
    const values = listOf(given).map((value): Scalar => {
      const plain = String(isJsonObject(value) ? value.Value : value);
      const read = readOperand(found, column, plain);
      if (read === undefined)
        throw refuse(`The value '${plain.slice(0, 60)}' does not fit '${column.name}'.`);
      return read;
    });
    if (found.takes === "one" ? values.length !== 1 : found.takes === "two" && values.length !== 2)
      throw refuse(`The condition operator '${String(operator)}' has too few or too many values.`);
    const test = found.prepare(values, circumstancesOf(session));
    return (row) => test(scalarOf(row[column.name]));
  }

  return {
    table,
    test: criteria === undefined || criteria === null ? () => true : compileFilter(criteria, 0),
  };
}

function requireTable(session: Session, name: string): Table {
  const table = session.model.named(name);
  if (!table) throw unknownEntity(name);
  return table;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
