// Runs a query plan: joins, filters, groups, orders.

import { comparable } from "../store/collation.ts";
import { compareOrder } from "../conditions/compare.ts";
import { badQuery } from "../errors/addresses.ts";
import type { View } from "../odata/run.ts";
import { groupTuples, valueOf } from "./group.ts";
import { joinSources } from "./join.ts";
import type { Plan } from "./plan.ts";
import { readRef } from "./predicate.ts";
import type { Tuple } from "./predicate.ts";
import type { Scalar } from "../store/row.ts";

/**
 * One line of an answer: its values in the order of the outputs, and the joined row it was made of (of a
 * group, its first).
 */
export interface Line {
  readonly values: readonly Scalar[];
  readonly tuple: Tuple;
  /**
   * The values the line was sorted by, in the order of the plan's orderings and as comparable() gives them.
   */
  readonly keys: readonly Scalar[];
}

/**
 * All lines of a plan, in order and without paging. Throws a DataverseError if the caller may not read one of
 * the tables.
 */
export function runPlan(view: View, plan: Plan): Line[] {
  for (const { table } of plan.sources) view.requireRead(table);
  const tuples = joinSources(view, plan);
  const lines = plan.isGrouped
    ? groupTuples(plan, tuples)
    : tuples.map((tuple) => ({ tuple, values: plan.outputs.map((output) => valueOf(output, tuple)) }));
  const readers = plan.orderBy.map(({ by }) => {
    if (typeof by !== "string")
      return ({ tuple }: Omit<Line, "keys">) => plan.sortKey(by, readRef(by, tuple));
    const index = plan.outputs.findIndex((output) => output.name === by);
    const output = plan.outputs[index];
    if (!output) throw badQuery(`The query does not answer with '${by.slice(0, 60)}', to order by it.`);
    return ({ values }: Omit<Line, "keys">): Scalar => {
      const value = values[index] ?? null;
      return output.ref && !output.aggregate && !output.datePart ? plan.sortKey(output.ref, value) : value;
    };
  });
  const keyed = lines.map((line) => ({ ...line, keys: readers.map((read) => comparable(read(line))) }));
  const sorted = readers.length === 0 ? keyed : keyed.toSorted((a, b) => compareKeys(plan, a.keys, b.keys));
  return plan.isDistinct ? distinct(sorted) : sorted;
}

/** Orders two lines by their `keys`, descending where the plan says so; negative if the first comes first. */
export function compareKeys(
  plan: Pick<Plan, "orderBy">,
  one: readonly Scalar[],
  other: readonly Scalar[],
): number {
  for (const [index, { isDescending }] of plan.orderBy.entries()) {
    const order = compareOrder(one[index] ?? null, other[index] ?? null);
    if (order !== 0) return isDescending ? -order : order;
  }
  return 0;
}

function distinct(lines: readonly Line[]): Line[] {
  const seen = new Set<string>();
  return lines.filter(({ values }) => {
    const key = JSON.stringify(values.map((value) => comparable(value)));
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
