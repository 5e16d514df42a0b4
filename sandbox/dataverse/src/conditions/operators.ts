// The operators of conditions, each as data: how many values it takes, of which type, and how it tests a
// cell.

import { comparable } from "../store/collation.ts";
import { compare, likePattern } from "./compare.ts";
import type { Comparison } from "./compare.ts";
import { dayOf, periodOperators } from "./periods.ts";
import type { Scalar } from "../store/row.ts";

/** What a condition can ask about besides the row: the time, and who is calling. */
export interface Circumstances {
  /** The time of the request, in milliseconds since 1970. */
  readonly now: number;
  /** The id of the systemuser who calls. */
  readonly caller: string;
  /** The ids of the caller's teams. */
  readonly teams: readonly string[];
  readonly businessUnit: string | null;
}

/** The test of one condition: whether the value of its column passes. */
type Test = (cell: Scalar) => boolean;

/**
 * One operator: `prepare` takes the values of a condition once and gives the test that is run on each cell.
 */
export interface Operator {
  /** How many values a condition with this operator must give. */
  readonly takes: "none" | "one" | "two" | "many";
  /** What the values are, where they are not values of the column itself. */
  readonly valueType?: "text" | "number" | "date";
  readonly prepare: (values: readonly Scalar[], circumstances: Circumstances) => Test;
}

/** Compares the column with one value. */
const comparison = (operator: Comparison): Operator => ({
  takes: "one",
  prepare:
    ([value = null]) =>
    (cell) =>
      compare(operator, cell, value),
});

/** Passes exactly where the given operator does not, so also for rows without a value. */
const negated = (operator: Operator): Operator => ({
  ...operator,
  prepare: (values, circumstances) => {
    const test = operator.prepare(values, circumstances);
    return (cell) => !test(cell);
  },
});

/**
 * Matches the column against a LIKE pattern that `wrap` makes of the value; rows without a value do not
 * match.
 */
const like = (wrap: (text: string) => string = (text) => text): Operator => ({
  takes: "one",
  valueType: "text",
  prepare: ([value = null]) => {
    const test = likePattern(wrap(String(value)));
    return (cell) => typeof cell === "string" && test(cell);
  },
});

/** Passes if the column has one of the values. */
const isOneOf: Operator = {
  takes: "many",
  prepare: (values) => {
    const wanted = new Set(values.map((value) => comparable(value)));
    return (cell) => cell !== null && wanted.has(comparable(cell));
  },
};

/** Passes from the first value to the second, both included. */
const between: Operator = {
  takes: "two",
  prepare:
    ([low = null, high = null]) =>
    (cell) =>
      compare("ge", cell, low) && compare("le", cell, high),
};

/** Passes if a column of several choices, kept as "1,2", holds at least one of the values. */
const containsValues: Operator = {
  takes: "many",
  prepare: (values) => {
    const wanted = new Set(values.map(String));
    return (cell) => typeof cell === "string" && cell.split(",").some((part) => wanted.has(part.trim()));
  },
};

/** Passes if the column has one of the ids that follow from the circumstances, such as the caller's own. */
const isOneOfIds = (find: (circumstances: Circumstances) => readonly (string | null)[]): Operator => ({
  takes: "none",
  prepare: (_values, circumstances) => {
    const wanted = new Set<Scalar>(find(circumstances));
    return (cell) => cell !== null && wanted.has(cell);
  },
});

/**
 * Compares the moment of the column with the first and last moment of the day that the value names, in
 * milliseconds.
 */
const day = (test: (time: number, from: number, to: number) => boolean): Operator => ({
  takes: "one",
  valueType: "date",
  prepare: ([value = null]) => {
    const period = typeof value === "string" ? dayOf(value) : undefined;
    return (cell) => typeof cell === "string" && !!period && test(Date.parse(cell), period[0], period[1]);
  },
});

const isNull: Operator = { takes: "none", prepare: () => (cell) => cell === null };
const isCaller = isOneOfIds(({ caller }) => [caller]);
const isBusinessUnit = isOneOfIds(({ businessUnit }) => [businessUnit]);

/**
 * The operators of conditions, by their FetchXML names; the query functions of OData and the operators of
 * QueryExpression lead to the same ones.
 */
export const operators: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ["eq", comparison("eq")],
  ["ne", comparison("ne")],
  ["neq", comparison("ne")],
  ["gt", comparison("gt")],
  ["ge", comparison("ge")],
  ["lt", comparison("lt")],
  ["le", comparison("le")],
  ["null", isNull],
  ["not-null", negated(isNull)],
  ["like", like()],
  ["not-like", negated(like())],
  ["begins-with", like((text) => `${literally(text)}%`)],
  ["not-begin-with", negated(like((text) => `${literally(text)}%`))],
  ["ends-with", like((text) => `%${literally(text)}`)],
  ["not-end-with", negated(like((text) => `%${literally(text)}`))],
  ["in", isOneOf],
  ["not-in", negated(isOneOf)],
  ["between", between],
  ["not-between", negated(between)],
  ["contain-values", containsValues],
  ["not-contain-values", negated(containsValues)],
  ["eq-userid", isCaller],
  ["ne-userid", negated(isCaller)],
  ["eq-userteams", isOneOfIds(({ teams }) => teams)],
  ["eq-useroruserteams", isOneOfIds(({ caller, teams }) => [caller, ...teams])],
  ["eq-businessid", isBusinessUnit],
  ["ne-businessid", negated(isBusinessUnit)],
  ["on", day((time, from, to) => time >= from && time < to)],
  ["not-on", negated(day((time, from, to) => time >= from && time < to))],
  ["on-or-after", day((time, from) => time >= from)],
  ["on-or-before", day((time, _from, to) => time < to)],
  ...[...periodOperators].map(([name, { takesNumber, period }]): [string, Operator] => [
    name,
    {
      takes: takesNumber ? "one" : "none",
      valueType: "number",
      prepare: ([x = 0], { now }) => {
        const [from, to] = period(now, Number(x));
        return (cell) => typeof cell === "string" && Date.parse(cell) >= from && Date.parse(cell) < to;
      },
    },
  ]),
]);

/** Escapes what LIKE would read as a wildcard. */
function literally(text: string): string {
  return text.replaceAll(/[[%_]/g, (character) => `[${character}]`);
}
