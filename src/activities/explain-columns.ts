/** Finds the columns of a refused request that Dynamics' metadata does not know, or knows otherwise. */
import type { Operation } from "../dataverse/batch.ts";
import type { DataverseClient } from "../dataverse/client.ts";
import { DataverseError } from "../dataverse/errors.ts";
import { query } from "../dataverse/odata.ts";
import { rowsOf } from "./client-rows.ts";
import { withinExplanationTime } from "./explanation-time.ts";
import { nearestOf } from "./nearest.ts";
import { actionFor } from "./failure-table.ts";

/** A column as the metadata describes it. */
interface Attribute {
  readonly LogicalName: string;
  readonly AttributeType: string;
  readonly IsValidForCreate: boolean;
  readonly IsValidForUpdate: boolean;
  /** Of texts, in UTF-16 units. */
  readonly MaxLength?: number;
}
type Attributes = ReadonlyMap<string, Attribute>;

const tables = ["lead", "appointment"] as const;
type Table = (typeof tables)[number];

/** One column as it was sent. Never shown with its value: that may be a client's. */
interface SentColumn {
  readonly table: Table;
  readonly column: string;
  readonly value: unknown;
}

/**
 * Sentences about the columns that a refusal may mean; undefined for a refusal that says so itself. One request for each table,
 * and only here: what was read is not kept. Never throws: where the metadata cannot be read, it says so.
 */
export async function explainColumns(
  error: unknown,
  dataverse: DataverseClient,
): Promise<string | undefined> {
  if (!(error instanceof DataverseError)) return undefined;
  const { findColumn, quote } = actionFor(error.facts);
  if (!findColumn) return undefined;
  const sent = sentColumns(error.operations());
  if (sent.length === 0) return undefined;
  const unwritable = sent.filter(({ value }) => typeof value === "string" && unwritableText.test(value));
  if (unwritable.length > 0) {
    return `A character that XML cannot hold is in ${listOf(unwritable)}.`;
  }
  const named = sent.filter(({ column }) => error.facts.dataverseMessage?.includes(`'${column}'`));
  // Then the words, which are shown, say what is wrong with it.
  if (quote && named.length > 0) return undefined;
  const words = named.length > 0 ? `Dynamics names ${listOf(named)}. ` : "";
  try {
    return words + describeProblems(sent, await readTables(dataverse));
  } catch (reason) {
    const why = reason instanceof Error ? reason.message : "no answer";
    return `${words}Which column it is could not be read from the metadata (${why}).`;
  }
}

function describeProblems(sent: readonly SentColumn[], known: ReadonlyMap<Table, Attributes>): string {
  const found = sent.flatMap((column) => problemOf(column, known) ?? []);
  if (found.length > 0) return `By the metadata ${found.join("; ")}.`;
  return `By the metadata each column that was sent is there, of the right type and not too long: look at the values of ${listOf(sent)}.`;
}

function listOf(columns: readonly SentColumn[]): string {
  return columns.map(({ table, column }) => `\`${column}\` of ${table}`).join(", ");
}

/** Control characters, the two that are no characters, and halves of a pair (XML 1.0, 2.2). */
// oxlint-disable-next-line no-control-regex -- these are looked for
const unwritableText = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/u;

function sentColumns(operations: readonly Operation[]): SentColumn[] {
  const sent = operations.flatMap(({ path, body }) => {
    const table = tables.find((name) => path.startsWith(`${name}s`));
    return table === undefined ? [] : columnsOf(body).map(([column, value]) => ({ table, column, value }));
  });
  return [...new Map(sent.map((one) => [`${one.table} ${one.column}`, one])).values()];
}

/** Without lookups, which are binds, and without parties. */
function columnsOf(body: unknown): [string, unknown][] {
  const entries = typeof body === "object" && body !== null ? Object.entries(body) : [];
  return entries.filter(([name, value]) => !name.includes("@") && !Array.isArray(value));
}

/** @throws Error also when it takes too long */
async function readTables(dataverse: DataverseClient): Promise<ReadonlyMap<Table, Attributes>> {
  const read = tables.map(async (table) => [table, await readAttributes(table, dataverse)] as const);
  return new Map(await withinExplanationTime(Promise.all(read)));
}

async function readAttributes(table: Table, dataverse: DataverseClient): Promise<Attributes> {
  const select = "LogicalName,AttributeType,IsValidForCreate,IsValidForUpdate";
  const attributes = `EntityDefinitions(LogicalName='${table}')/Attributes`;
  const lengthsOf = (type: string) =>
    query(`${attributes}/Microsoft.Dynamics.CRM.${type}AttributeMetadata`, {
      select: "LogicalName,MaxLength",
    });
  const paths = [query(attributes, { select }), lengthsOf("String"), lengthsOf("Memo")];
  const answers = await dataverse.batch(paths.map((path) => ({ method: "GET", path })));
  const known = new Map<string, Attribute>();
  for (const row of answers.flatMap(rowsOf) as Partial<Attribute>[]) {
    const name = row.LogicalName ?? "";
    known.set(name, { ...known.get(name), ...row } as Attribute);
  }
  return known;
}

function problemOf(
  { table, column, value }: SentColumn,
  known: ReadonlyMap<Table, Attributes>,
): string | undefined {
  const attribute = known.get(table)?.get(column);
  if (attribute === undefined) return absentColumn(table, column, known);
  const { AttributeType: type, IsValidForCreate: isForCreate, IsValidForUpdate: isForUpdate } = attribute;
  const expected = valueFor(type);
  if (value !== null && !expected.takes(value)) {
    return `\`${column}\` of ${table} is of type ${type} and takes ${expected.words}, not ${kindOf(value)}`;
  }
  const { MaxLength: mostUnits } = attribute;
  if (typeof value === "string" && mostUnits !== undefined && value.length > mostUnits) {
    return `\`${column}\` of ${table} takes ${mostUnits} characters, not ${value.length}: a maxLength in the mapping cuts it`;
  }
  return isForCreate || isForUpdate ? undefined : `\`${column}\` of ${table} is read-only`;
}

function absentColumn(table: Table, column: string, known: ReadonlyMap<Table, Attributes>): string {
  const others = tables.filter((other) => other !== table && known.get(other)?.has(column));
  const nearest = nearestOf(column, [...(known.get(table)?.keys() ?? [])]);
  const hints = [
    ...(nearest === undefined ? [] : [`did you mean \`${nearest}\`?`]),
    ...others.map((other) => `it is a column of ${other}`),
  ];
  return `\`${column}\` is not a column of ${table}${hints.length > 0 ? ` (${hints.join("; ")})` : ""}`;
}

function kindOf(value: unknown): string {
  if (typeof value === "number") return Number.isInteger(value) ? "a number" : "a number with decimals";
  return typeof value === "boolean" ? "true or false" : "text";
}

interface Expected {
  readonly words: string;
  takes(value: unknown): boolean;
}

const texts: Expected = { words: "text", takes: (value) => typeof value === "string" };
const wholeNumbers: Expected = { words: "a whole number", takes: Number.isInteger };
const numbers: Expected = { words: "a number", takes: (value) => typeof value === "number" };
const nothing: Expected = { words: "nothing that a mapping can say", takes: () => false };
const byType: Readonly<Record<string, Expected>> = {
  String: texts,
  Memo: texts,
  EntityName: texts,
  Uniqueidentifier: texts,
  Integer: wholeNumbers,
  BigInt: wholeNumbers,
  Picklist: { ...wholeNumbers, words: "the number of a choice" },
  State: wholeNumbers,
  Status: wholeNumbers,
  Decimal: numbers,
  Double: numbers,
  Money: numbers,
  Boolean: { words: "true or false", takes: (value) => typeof value === "boolean" },
  DateTime: {
    words: "a date such as {appointment.start}",
    takes: (value) => typeof value === "string" && !Number.isNaN(Date.parse(value)),
  },
  Lookup: nothing,
  Customer: nothing,
  Owner: nothing,
  PartyList: nothing,
};

/** Of a type that is not listed everything is believed to be right. */
function valueFor(type: string): Expected {
  return byType[type] ?? { words: "", takes: () => true };
}
