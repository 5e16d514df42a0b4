// The syntax tree of one SELECT statement; plan.ts finds out what its names mean.

import type { Aggregate } from "../tabular/plan.ts";

/**
 * A column as it is named, in lower case; `qualifier` is the name or alias of its table, undefined where it
 * is not given.
 */
export interface SqlColumn {
  readonly qualifier: string | undefined;
  readonly name: string;
}

/** A value in the statement. */
export type SqlLiteral = string | number | null;

/**
 * A condition of WHERE or ON. `operator` is the symbol, such as <>; null conditions have no values, between
 * has two, like has one.
 */
export type SqlCondition =
  | { readonly kind: "and" | "or"; readonly parts: readonly SqlCondition[] }
  | { readonly kind: "not"; readonly part: SqlCondition }
  | {
      readonly kind: "compare";
      readonly left: SqlColumn;
      readonly operator: string;
      readonly right: SqlLiteral;
    }
  | {
      readonly kind: "columns";
      readonly left: SqlColumn;
      readonly operator: string;
      readonly right: SqlColumn;
    }
  | {
      readonly kind: "in" | "between" | "like" | "null";
      readonly column: SqlColumn;
      readonly isNegated: boolean;
      readonly values: readonly SqlLiteral[];
    };

/** One column of the answer; without `alias` it is named after the column or the aggregate function. */
export interface SqlOutput {
  /** Undefined for COUNT(*). */
  readonly column: SqlColumn | undefined;
  readonly aggregate: Aggregate | undefined;
  readonly isDistinct: boolean;
  readonly alias: string | undefined;
}

/** A table of FROM. `join` is undefined for the first; `on` is undefined for cross joins and the first. */
export interface SqlSource {
  readonly table: string;
  readonly alias: string;
  readonly join: "inner" | "outer" | "cross" | undefined;
  readonly on: SqlCondition | undefined;
}

/**
 * One SELECT statement; `offset` and `fetch` are numbers of rows, 0 and undefined where the statement has
 * none.
 */
export interface SqlStatement {
  readonly isDistinct: boolean;
  readonly top: number | undefined;
  readonly outputs: readonly SqlOutput[];
  readonly sources: readonly SqlSource[];
  readonly where: SqlCondition | undefined;
  readonly groupBy: readonly SqlColumn[];
  readonly orderBy: readonly { readonly column: SqlColumn; readonly isDescending: boolean }[];
  readonly offset: number;
  readonly fetch: number | undefined;
}
