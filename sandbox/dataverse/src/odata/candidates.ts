import { readValue } from "../conditions/value.ts";
import {
  collectionNamed,
  columnNamed,
  columnOfProperty,
  navigationNamed,
  tableNamed,
} from "../model/metadata.ts";
import type { Column, Table } from "../model/metadata.ts";
import { isReference, rowId } from "../store/row.ts";
import type { Row } from "../store/row.ts";
import type { Expression, Operand } from "./expression.ts";
import type { Database } from "../store/database.ts";

/** Rows that an index finds, and that include all rows that pass a filter. */
interface Candidates {
  /** An upper bound of their number. */
  readonly count: number;
  readonly rows: () => readonly Row[];
}

/** The rows of a table that a filter has to be tested on, ordered by id: those that indexes find, or all. */
export function rowsToTest(
  database: Database,
  table: Table,
  expression: Expression | undefined,
): readonly Row[] {
  const found = expression && candidatesOf(database, table, expression);
  if (!found || found.count > database.store.count(table.logicalName) / 2) {
    return database.store.all(table.logicalName);
  }
  const byId = new Map(found.rows().map((row) => [rowId(table, row), row]));
  return [...byId].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

function candidatesOf(database: Database, table: Table, expression: Expression): Candidates | undefined {
  switch (expression.kind) {
    case "comparison":
      return expression.operator === "eq"
        ? (equal(database, table, expression.left, expression.right) ??
            equal(database, table, expression.right, expression.left))
        : undefined;
    case "and": {
      const all = expression.operands.map((operand) => candidatesOf(database, table, operand));
      return all.filter((one) => one !== undefined).toSorted((a, b) => a.count - b.count)[0];
    }
    case "or":
      return union(expression.operands.map((operand) => candidatesOf(database, table, operand)));
    case "function": {
      if (expression.operator !== "in" || expression.path.length > 0) return undefined;
      const { property, values } = expression;
      const column = columnOfProperty(table, property) ?? columnNamed(table, property);
      return column && union(values.map(({ value }) => withValue(database, table, column, value)));
    }
    case "lambda":
      return throughMembers(database, table, expression);
    default:
      return undefined;
  }
}

function union(parts: readonly (Candidates | undefined)[]): Candidates | undefined {
  const found = parts.filter((part) => part !== undefined);
  if (found.length < parts.length) return undefined;
  return {
    count: found.reduce((sum, { count }) => sum + count, 0),
    rows: () => found.flatMap(({ rows }) => rows()),
  };
}

function equal(database: Database, table: Table, left: Operand, right: Operand): Candidates | undefined {
  if (left.kind !== "path" || right.kind !== "literal") return undefined;
  const [name = "", ...rest] = left.path;
  const { value } = right.literal;
  if (rest.length === 0) {
    const column = columnOfProperty(table, name);
    return column && withValue(database, table, column, value);
  }
  // A column of the row that a lookup points at: finds those rows first, then the rows that point at them.
  const navigation = navigationNamed(table, name);
  const target = navigation?.targets[0];
  if (!navigation || target === undefined) return undefined;
  const inner = equal(database, tableNamed(database.model, target), { kind: "path", path: rest }, right);
  if (!inner || inner.count > 100) return undefined;
  const { store } = database;
  const { name: lookup } = navigation.column;
  return union(
    inner.rows().map((row) => {
      const id = rowId(tableNamed(database.model, target), row);
      return {
        count: store.countWhere(table.logicalName, lookup, id),
        rows: () => store.where(table.logicalName, lookup, id),
      };
    }),
  );
}

const indexed: ReadonlySet<Column["type"]> = new Set(["text", "guid", "lookup"]);

function withValue(
  { store }: Database,
  table: Table,
  column: Column,
  value: string | number | boolean | null,
): Candidates | undefined {
  if (!indexed.has(column.type) || typeof value !== "string") return undefined;
  const { logicalName, primaryId } = table;
  const wanted = readValue(column, value);
  if (typeof wanted !== "string") return undefined;
  if (column.name === primaryId) {
    const row = store.get(logicalName, wanted);
    return { count: row ? 1 : 0, rows: () => (row ? [row] : []) };
  }
  return {
    count: store.countWhere(logicalName, column.name, wanted),
    rows: () => store.where(logicalName, column.name, wanted),
  };
}

/** Candidates of collection/any(x:x/column eq value): finds the members first, then the rows they belong to. */
function throughMembers(
  database: Database,
  table: Table,
  expression: Extract<Expression, { kind: "lambda" }>,
): Candidates | undefined {
  const [name = "", ...more] = expression.path;
  const collection = collectionNamed(table, name);
  if (!collection || collection.through || more.length > 0) return undefined;
  if (expression.quantifier !== "any" || !expression.body) return undefined;
  const inner = tableNamed(database.model, collection.table);
  const body = withoutVariable(expression.body, expression.variable);
  const members = body && candidatesOf(database, inner, body);
  return (
    members && {
      count: members.count,
      rows: () =>
        members.rows().flatMap((member) => {
          const owner = member[collection.column];
          const row = isReference(owner) && database.store.get(owner.table, owner.id);
          return row && isReference(owner) && owner.table === table.logicalName ? [row] : [];
        }),
    }
  );
}

/** The conditions of a lambda's body that use only its own variable, as conditions on the member's table. */
function withoutVariable(body: Expression, variable: string): Expression | undefined {
  if (body.kind === "and") {
    const kept = body.operands
      .map((one) => withoutVariable(one, variable))
      .filter((one) => one !== undefined);
    return kept.length > 0 ? { kind: "and", operands: kept } : undefined;
  }
  if (body.kind !== "comparison" || body.left.kind !== "path" || body.right.kind !== "literal")
    return undefined;
  const [first, ...rest] = body.left.path;
  return first === variable && rest.length > 0 ? { ...body, left: { kind: "path", path: rest } } : undefined;
}
