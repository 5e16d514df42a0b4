import type { Aggregate } from "../tabular/plan.ts";

// One SELECT as it is written; what its names mean is for plan.ts.

export interface SqlColumn {
  readonly qualifier: string | undefined;
  readonly name: string;
}

export type SqlLiteral = string | number | null;

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

export interface SqlOutput {
  /** Absent for COUNT(*). */
  readonly column: SqlColumn | undefined;
  readonly aggregate: Aggregate | undefined;
  readonly isDistinct: boolean;
  readonly alias: string | undefined;
}

export interface SqlSource {
  readonly table: string;
  readonly alias: string;
  readonly join: "inner" | "outer" | "cross" | undefined;
  readonly on: SqlCondition | undefined;
}

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
