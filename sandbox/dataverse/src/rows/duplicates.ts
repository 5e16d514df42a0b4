import { comparable } from "../store/collation.ts";
import type { Table } from "../model/metadata.ts";
import type { Database } from "../store/database.ts";
import { rowId, type Cell, type Row, scalarOf, textOf } from "../store/row.ts";
import type { Scalar } from "../store/row.ts";

/** The status reason (statuscode) of a rule that is published. */
const published = 2;

/**
 * The rows that a published duplicate detection rule matches with this row; only rows of the table
 * `matching`, if it is given.
 */
export function duplicatesOf(database: Database, table: Table, row: Row, matching?: string): Row[] {
  const found = new Set<Row>();
  for (const rule of database.store.where("duplicaterule", "baseentityname", table.logicalName)) {
    if (rule.statuscode !== published) continue;
    if (matching !== undefined && rule.matchingentityname !== matching) continue;
    for (const twin of matchesOf(database, table, row, rule)) found.add(twin);
  }
  return [...found];
}

function matchesOf(database: Database, table: Table, row: Row, rule: Row): Row[] {
  const other = database.model.named(textOf(rule.matchingentityname));
  if (!other) return [];
  const conditions = database.store.where(
    "duplicaterulecondition",
    "regardingobjectid",
    textOf(rule.duplicateruleid),
  );
  const [first] = conditions;
  const start = first ? keyed(row[textOf(first.baseattributename)]) : undefined;
  if (!first || start === undefined) return [];
  const isExact = first.operatorcode === 0;
  const candidates = isExact
    ? database.store.where(other.logicalName, textOf(first.matchingattributename), start)
    : database.store.all(other.logicalName);
  return candidates.filter(
    (candidate) =>
      !(other.logicalName === table.logicalName && rowId(other, candidate) === row[table.primaryId]) &&
      !(rule.excludeinactiverecords === true && candidate.statecode !== 0) &&
      conditions.every((condition) => meets(row, candidate, condition)),
  );
}

/**
 * Whether two rows match in one condition: in the whole value, or in its first or last characters. Rows
 * without a value match none.
 */
function meets(row: Row, candidate: Row, condition: Row): boolean {
  const left = keyed(row[textOf(condition.baseattributename)]);
  const right = keyed(candidate[textOf(condition.matchingattributename)]);
  if (left === undefined || right === undefined) return false;
  const length = Number(condition.operatorparam ?? 0);
  if (condition.operatorcode === 1) return String(left).slice(0, length) === String(right).slice(0, length);
  if (condition.operatorcode === 2) return String(left).slice(-length) === String(right).slice(-length);
  return left === right;
}

function keyed(cell: Cell | undefined): Exclude<Scalar, null> | undefined {
  const value = scalarOf(cell);
  return value === null ? undefined : comparable(value);
}
