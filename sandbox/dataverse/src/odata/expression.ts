// The syntax tree of a $filter, as parse.ts makes it.

import type { Comparison } from "../conditions/compare.ts";
import type { Literal } from "./reader.ts";

/** One side of a comparison: a literal, or a property behind navigation properties. */
export type Operand =
  | { readonly kind: "literal"; readonly literal: Literal }
  | { readonly kind: "path"; readonly path: readonly string[] };

/** The functions of OData that compare parts of texts. */
export type TextMatch = "contains" | "startswith" | "endswith";

/** A condition, or several joined. */
export type Expression =
  | {
      readonly kind: "comparison";
      readonly operator: Comparison;
      readonly left: Operand;
      readonly right: Operand;
    }
  /** All operands in one list, so that a long list of alternatives does not become a deep tree. */
  | { readonly kind: "and" | "or"; readonly operands: readonly Expression[] }
  | { readonly kind: "not"; readonly operand: Expression }
  | {
      readonly kind: "textMatch";
      readonly name: TextMatch;
      readonly path: Operand;
      readonly value: Operand;
    }
  /** A query function of Dataverse, by the FetchXML name of its operator. */
  | {
      readonly kind: "function";
      readonly operator: string;
      /** Navigation properties, or the variable of a lambda, before the function. */
      readonly path: readonly string[];
      readonly property: string;
      readonly values: readonly Literal[];
    }
  | {
      readonly kind: "lambda";
      readonly quantifier: "any" | "all";
      readonly path: readonly string[];
      readonly variable: string;
      readonly body: Expression | undefined;
    };
