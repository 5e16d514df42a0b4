// How two values compare and are ordered, and SQL's LIKE: the same in OData, FetchXML and SQL.

import { comparable } from "../store/collation.ts";
import type { Scalar } from "../store/row.ts";

/** A comparison of two values, by the name that OData and FetchXML have for it. */
export type Comparison = "eq" | "ne" | "gt" | "ge" | "lt" | "le";

/**
 * Compares two values of rows without regard to case and accents. Null differs from everything but null and
 * is neither before nor after anything: in Dataverse, `ne` finds rows without a value (FetchXML's ne is not
 * SQL's <>).
 */
export function compare(operator: Comparison, left: Scalar, right: Scalar): boolean {
  return compareKeys(operator, comparable(left), comparable(right));
}

/** Compares as `compare` does, where `comparable()` was already applied to both sides. */
export function compareKeys(operator: Comparison, a: Scalar, b: Scalar): boolean {
  if (operator === "eq") return a === b;
  if (operator === "ne") return a !== b;
  if (a === null || b === null) return false;
  if (operator === "gt") return a > b;
  if (operator === "ge") return a >= b;
  return operator === "lt" ? a < b : a <= b;
}

/**
 * Orders two values for a sort, null first, as the database of Dataverse does; `comparable()` must already be
 * applied to both sides.
 */
export function compareOrder(a: Scalar, b: Scalar): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}

/**
 * Makes a test of SQL's LIKE pattern, where % is any text, _ one character and […] one of several; case and
 * accents do not count.
 */
export function likePattern(pattern: string): (text: string) => boolean {
  const pieces = comparable(pattern).match(/%+|_|\[[^\]]*\]|[^%_[]+|\[/g) ?? [];
  return (text) => matches(comparable(text), pieces);
}

/**
 * Matches a text piece by piece. On a mismatch it goes back to the last % only, so that no pattern takes more
 * than length × length steps.
 */
function matches(text: string, pieces: readonly string[]): boolean {
  let [at, piece] = [0, 0];
  let retry: { at: number; piece: number } | undefined;
  while (at < text.length || piece < pieces.length) {
    const wanted = pieces[piece];
    if (wanted?.startsWith("%")) {
      retry = { at, piece };
      piece += 1;
      continue;
    }
    const length = wanted === undefined ? 0 : lengthOf(wanted, text, at);
    if (length > 0) {
      at += length;
      piece += 1;
      continue;
    }
    if (!retry || retry.at >= text.length) return false;
    retry.at += 1;
    at = retry.at;
    piece = retry.piece + 1;
  }
  return true;
}

/**
 * The number of characters that a piece of a pattern matches at a place of the text; 0 if it does not match
 * there.
 */
function lengthOf(piece: string, text: string, at: number): number {
  if (at >= text.length) return 0;
  if (piece === "_") return 1;
  if (piece.length > 2 && piece.startsWith("[")) return fitsSet(piece.slice(1, -1), text.charAt(at)) ? 1 : 0;
  return text.startsWith(piece, at) ? piece.length : 0;
}

/**
 * Whether a character is in the set of […], which can hold ranges (a-z) and begin with ^ for its opposite.
 */
function fitsSet(set: string, character: string): boolean {
  const isNegated = set.startsWith("^");
  const members = isNegated ? set.slice(1) : set;
  let isMember = false;
  for (let index = 0; index < members.length; index += 1) {
    const [from, to] = [members.charAt(index), members.charAt(index + 2)];
    if (members.charAt(index + 1) === "-" && to !== "") {
      isMember ||= character >= from && character <= to;
      index += 2;
    } else {
      isMember ||= character === from;
    }
  }
  return isMember !== isNegated;
}
