import type { Table } from "../model/metadata.ts";
import type { Row, Scalar } from "../store/row.ts";
import type { ColumnRef, Predicate } from "./predicate.ts";

// What FetchXML, SQL and $apply have in common: rows of joined tables, grouped or not, as a table of values.

export interface Source {
  readonly table: Table;
  readonly alias: string;
  /** Absent for the first source. */
  readonly join?: Join;
}

export interface Join {
  /** exists: the tuple stays as it is, once, if there is a row. */
  readonly type: "inner" | "outer" | "exists" | "cross";
  /** The column of this source, and the column of an earlier one it must be equal to. */
  readonly from?: ColumnRef;
  readonly to?: ColumnRef;
  readonly filter?: Predicate;
}

export type Aggregate = "count" | "countcolumn" | "sum" | "avg" | "min" | "max";
export type DatePart = "day" | "week" | "month" | "quarter" | "year" | "fiscal-period" | "fiscal-year";

export interface Output {
  readonly name: string;
  /** Absent for a count of rows. */
  readonly ref?: ColumnRef;
  readonly aggregate?: Aggregate;
  /** Only different values are aggregated. */
  readonly isDistinct?: boolean;
  readonly datePart?: DatePart;
}

export interface Ordering {
  /** A column of the rows, or one of the answer by its name. */
  readonly by: ColumnRef | string;
  readonly isDescending: boolean;
}

export interface Plan {
  readonly sources: readonly Source[];
  /** The rows of the first source, if not all of its table. */
  readonly among?: readonly Row[];
  readonly where?: Predicate;
  readonly outputs: readonly Output[];
  /** Then every output that is no aggregate is a group. */
  readonly isGrouped: boolean;
  readonly isDistinct: boolean;
  readonly orderBy: readonly Ordering[];
  /** What a value is sorted by, if not itself. */
  readonly sortKey: (ref: ColumnRef, value: Scalar) => Scalar;
}
