import { comparable } from "../store/collation.ts";
import type { Table } from "../model/metadata.ts";
import type { Database } from "../store/database.ts";
import { rowId, type Cell, type Row, scalarOf, textOf } from "../store/row.ts";
import type { Scalar } from "../store/row.ts";

const published = 2;

/** The rows of a table that a published duplicate detection rule takes for the same as this one. */
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

/** The same value, or the same first or last characters; a blank is like nothing. */
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
