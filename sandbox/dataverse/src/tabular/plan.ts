// The query plan that FetchXML, SQL and $apply are compiled to: rows of joined tables, grouped or not, as
// lines of values.

import type { Table } from "../model/metadata.ts";
import type { Row, Scalar } from "../store/row.ts";
import type { ColumnRef, Predicate } from "./predicate.ts";

/** A table of the query. Sources are numbered in their order, and the same table can be several of them. */
export interface Source {
  readonly table: Table;
  readonly alias: string;
  /** Absent for the first source only. */
  readonly join?: Join;
}

/** How a source is joined to those before it. */
export interface Join {
  /** exists keeps each joined row once if there is a match, and adds no columns. */
  readonly type: "inner" | "outer" | "exists" | "cross";
  /**
   * A column of this source, which must equal `to`, a column of an earlier one; both absent if `filter` alone
   * decides.
   */
  readonly from?: ColumnRef;
  readonly to?: ColumnRef;
  readonly filter?: Predicate;
}

/** The aggregate functions: count counts rows, countcolumn the values of a column. */
export type Aggregate = "count" | "countcolumn" | "sum" | "avg" | "min" | "max";
/** The parts of a date that rows can be grouped by. */
export type DatePart = "day" | "week" | "month" | "quarter" | "year" | "fiscal-period" | "fiscal-year";

/** One column of the answer. */
export interface Output {
  readonly name: string;
  /** Absent for a count of rows. */
  readonly ref?: ColumnRef;
  readonly aggregate?: Aggregate;
  /** Whether equal values are aggregated only once. */
  readonly isDistinct?: boolean;
  readonly datePart?: DatePart;
}

/** One column that the answer is ordered by; the first of several counts most. */
export interface Ordering {
  /** A column of the rows, or an output by its name. */
  readonly by: ColumnRef | string;
  readonly isDescending: boolean;
}

/** A whole query: which rows it reads, and which values it answers with. */
export interface Plan {
  readonly sources: readonly Source[];
  /** The rows of the first source, if not all of its table. */
  readonly among?: readonly Row[];
  readonly where?: Predicate;
  readonly outputs: readonly Output[];
  /** Whether rows are grouped, by all outputs that are no aggregates. */
  readonly isGrouped: boolean;
  readonly isDistinct: boolean;
  readonly orderBy: readonly Ordering[];
  /** The value that a column is sorted by instead of its own, such as the label of a choice. */
  readonly sortKey: (ref: ColumnRef, value: Scalar) => Scalar;
}
