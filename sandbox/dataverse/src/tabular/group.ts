// Groups and aggregates the rows of a plan.

import { comparable } from "../store/collation.ts";
import { compareOrder } from "../conditions/compare.ts";
import { startOf } from "../conditions/periods.ts";
import { aggregateTooLarge } from "../errors/queries.ts";
import type { DatePart, Output, Plan } from "./plan.ts";
import { readRef } from "./predicate.ts";
import type { Tuple } from "./predicate.ts";
import type { Scalar } from "../store/row.ts";

/** The highest number of rows that a query can aggregate, after Microsoft's article "Aggregate data using FetchXml". */
const maxAggregated = 50_000;

/**
 * Makes one line of values for each group, in the order of the outputs. Throws a DataverseError if there are
 * more than 50,000 rows to aggregate.
 */
export function groupTuples(plan: Plan, tuples: readonly Tuple[]): { values: Scalar[]; tuple: Tuple }[] {
  if (tuples.length > maxAggregated) throw aggregateTooLarge();
  const groupOutputs = plan.outputs.filter((output) => !output.aggregate);
  const groups = new Map<string, Tuple[]>();
  for (const tuple of tuples) {
    const key = JSON.stringify(groupOutputs.map((output) => comparable(valueOf(output, tuple))));
    const group = groups.get(key);
    if (group) group.push(tuple);
    else groups.set(key, [tuple]);
  }
  // Without groups there is always one line, even where there are no rows.
  if (groupOutputs.length === 0 && groups.size === 0) groups.set("", []);
  return [...groups.values()].map((members) => ({
    tuple: members[0] ?? [],
    values: plan.outputs.map((output) =>
      output.aggregate ? aggregate(output, members) : valueOf(output, members[0] ?? []),
    ),
  }));
}

/** The value of an output that is no aggregate: that of its column, or the part of a date it asks for. */
export function valueOf({ ref, datePart }: Output, tuple: Tuple): Scalar {
  const value = ref ? readRef(ref, tuple) : null;
  return datePart && typeof value === "string" ? partOf(datePart, value) : value;
}

/**
 * The aggregate of an output over the rows of one group; null where no row has a value, except for counts.
 */
function aggregate(output: Output, tuples: readonly Tuple[]): Scalar {
  const { ref } = output;
  if (output.aggregate === "count" || !ref) return tuples.length;
  let values = tuples.map((tuple) => readRef(ref, tuple)).filter((value) => value !== null);
  if (output.isDistinct) values = [...new Map(values.map((value) => [comparable(value), value])).values()];
  if (output.aggregate === "countcolumn") return values.length;
  if (values.length === 0) return null;
  if (output.aggregate === "min" || output.aggregate === "max") {
    const sorted = values.toSorted((a, b) => compareOrder(comparable(a), comparable(b)));
    return (output.aggregate === "min" ? sorted[0] : sorted.at(-1)) ?? null;
  }
  const sum = values.reduce<number>((total, value) => total + Number(value), 0);
  if (output.aggregate === "sum") return rounded(sum);
  // SQL Server divides whole numbers as whole numbers.
  return ref.column.type === "integer" ? Math.trunc(sum / values.length) : rounded(sum / values.length);
}

/** Rounds to 15 digits, so that sums of decimals do not show the errors of binary fractions. */
function rounded(value: number): number {
  return Number(value.toPrecision(15));
}

const dayMs = 86_400_000;

/** The part of a date that a group asks for, in UTC. */
function partOf(part: DatePart, text: string): number | null {
  const date = new Date(text);
  const month = date.getUTCMonth() + 1;
  switch (part) {
    case "day":
      return date.getUTCDate();
    case "week":
      return (
        Math.round(
          (startOf("week", date.getTime()) - startOf("week", startOf("year", date.getTime()))) / dayMs / 7,
        ) + 1
      );
    case "month":
      return month;
    case "quarter":
    case "fiscal-period":
      return Math.ceil(month / 3);
    default:
      return date.getUTCFullYear();
  }
}
