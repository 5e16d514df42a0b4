// Parses one SELECT statement.

import { badSql } from "../errors/queries.ts";
import type { Aggregate } from "../tabular/plan.ts";
import { parseColumn, parseCondition } from "./conditions.ts";
import { createSqlReader, type SqlReader } from "./reader.ts";
import type { SqlColumn, SqlCondition, SqlOutput, SqlSource, SqlStatement } from "./statement.ts";

/** The aggregate functions of SQL, as the plan knows them; COUNT(*) is told apart later. */
const aggregates: Readonly<Record<string, Aggregate>> = {
  count: "countcolumn",
  sum: "sum",
  avg: "avg",
  min: "min",
  max: "max",
};

/** Parses one SELECT statement. Throws a DataverseError that names what is wrong for anything else. */
export function parseSql(source: string): SqlStatement {
  const reader = createSqlReader(source);
  if (!reader.isKeyword("select")) throw badSql("Only SELECT statements are supported.");
  reader.takeKeyword("select");
  const isDistinct = reader.skipKeyword("distinct");
  const top = readTop(reader);
  const outputs = readOutputs(reader);
  reader.takeKeyword("from");
  const sources = readSources(reader);
  const where = reader.skipKeyword("where") ? parseCondition(reader) : undefined;
  const groupBy: SqlColumn[] = [];
  if (reader.skipKeyword("group")) {
    reader.takeKeyword("by");
    do groupBy.push(parseColumn(reader));
    while (reader.skipSymbol(","));
  }
  const orderBy = readOrder(reader);
  const paging = readPaging(reader);
  reader.skipSymbol(";");
  reader.end();
  return { isDistinct, top, outputs, sources, where, groupBy, orderBy, ...paging };
}

function readTop(reader: SqlReader): number | undefined {
  if (!reader.skipKeyword("top")) return undefined;
  const isWrapped = reader.skipSymbol("(");
  const top = reader.wholeNumber();
  if (isWrapped) reader.takeSymbol(")");
  if (top > 5000) throw badSql("TOP cannot be larger than 5000.");
  return top;
}

function readOutputs(reader: SqlReader): SqlOutput[] {
  if (reader.isSymbol("*")) throw badSql("SELECT * is not supported. Name the columns.");
  const outputs = [readOutput(reader)];
  while (reader.skipSymbol(",")) outputs.push(readOutput(reader));
  return outputs;
}

function readOutput(reader: SqlReader): SqlOutput {
  const word = reader.at().value.toLowerCase();
  const aggregate = Object.hasOwn(aggregates, word) ? aggregates[word] : undefined;
  if (!aggregate || !reader.isSymbol("(", 1)) {
    const column = parseColumn(reader);
    return { column, aggregate: undefined, isDistinct: false, alias: readAlias(reader) };
  }
  reader.next();
  reader.takeSymbol("(");
  const isCountOfRows = word === "count" && reader.skipSymbol("*");
  const isDistinct = !isCountOfRows && reader.skipKeyword("distinct");
  const column = isCountOfRows ? undefined : parseColumn(reader);
  reader.takeSymbol(")");
  return { column, aggregate: isCountOfRows ? "count" : aggregate, isDistinct, alias: readAlias(reader) };
}

/** The alias after a column, with or without AS; undefined if there is none. */
function readAlias(reader: SqlReader): string | undefined {
  return reader.skipKeyword("as") || reader.isName() ? reader.spelling() : undefined;
}

/** Reads FROM: tables with their joins, and comma lists as cross joins. */
function readSources(reader: SqlReader): SqlSource[] {
  const sources = [readSource(reader, undefined)];
  for (;;) {
    if (reader.skipSymbol(",")) {
      sources.push(readSource(reader, "cross"));
      continue;
    }
    const isLeft = reader.skipKeyword("left");
    if (isLeft) reader.skipKeyword("outer");
    const isInner = !isLeft && reader.skipKeyword("inner");
    if (reader.skipKeyword("join")) sources.push(readSource(reader, isLeft ? "outer" : "inner"));
    else if (isLeft || isInner) reader.fail();
    else return sources;
  }
}

function readSource(reader: SqlReader, join: SqlSource["join"]): SqlSource {
  // A schema name is ignored: dbo.account is the table account.
  let table = reader.name();
  if (reader.skipSymbol(".")) table = reader.name();
  const alias = reader.skipKeyword("as") || reader.isName() ? reader.name() : table;
  let on: SqlCondition | undefined;
  if (join === "inner" || join === "outer") {
    reader.takeKeyword("on");
    on = parseCondition(reader);
  }
  return { table, alias, join, on };
}

function readOrder(reader: SqlReader): SqlStatement["orderBy"] {
  const orderBy: { column: SqlColumn; isDescending: boolean }[] = [];
  if (!reader.skipKeyword("order")) return orderBy;
  reader.takeKeyword("by");
  do {
    const column = parseColumn(reader);
    const isDescending = reader.skipKeyword("desc");
    if (!isDescending) reader.skipKeyword("asc");
    orderBy.push({ column, isDescending });
  } while (reader.skipSymbol(","));
  return orderBy;
}

/** Reads OFFSET … ROWS FETCH NEXT … ROWS ONLY; without it, all rows from the first. */
function readPaging(reader: SqlReader): { offset: number; fetch: number | undefined } {
  if (!reader.skipKeyword("offset")) return { offset: 0, fetch: undefined };
  const offset = reader.wholeNumber();
  if (!reader.skipKeyword("rows")) reader.takeKeyword("row");
  if (!reader.skipKeyword("fetch")) return { offset, fetch: undefined };
  if (!reader.skipKeyword("next")) reader.takeKeyword("first");
  const fetch = reader.wholeNumber();
  if (!reader.skipKeyword("rows")) reader.takeKeyword("row");
  reader.takeKeyword("only");
  return { offset, fetch };
}
