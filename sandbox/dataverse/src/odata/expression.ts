import type { Comparison } from "../conditions/compare.ts";
import type { Literal } from "./reader.ts";

// What $filter says, as parse.ts reads it.

export type Operand =
  | { readonly kind: "literal"; readonly literal: Literal }
  | { readonly kind: "path"; readonly path: readonly string[] };

export type TextMatch = "contains" | "startswith" | "endswith";

export type Expression =
  | {
      readonly kind: "comparison";
      readonly operator: Comparison;
      readonly left: Operand;
      readonly right: Operand;
    }
  /** As many operands as there are, so that a long list of alternatives is no deep tree. */
  | { readonly kind: "and" | "or"; readonly operands: readonly Expression[] }
  | { readonly kind: "not"; readonly operand: Expression }
  | {
      readonly kind: "textMatch";
      readonly name: TextMatch;
      readonly path: Operand;
      readonly value: Operand;
    }
  /** One of Dataverse's own query functions, under the name FetchXML has for it. */
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
