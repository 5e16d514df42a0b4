import { unresolvedParameters } from "../errors/operations.ts";
import type { Operation } from "./operation.ts";

const prefix = "Microsoft.Dynamics.CRM.";

/** An operation in a path, before it is known whether there is one of that name. */
export interface OperationAddress {
  readonly operations: readonly Operation[];
  /** What stands before it: the set or the row it is called on; empty for an unbound one. */
  readonly boundTo: string;
  /** What stands between its parentheses, still percent-encoded. */
  readonly source: string;
}

/** Undefined if the path does not end in the name of an operation. Bound ones need the namespace, others refuse it. */
export function findOperation(
  byName: ReadonlyMap<string, readonly Operation[]>,
  path: string,
): OperationAddress | undefined {
  const trimmed = path.replace(/^\/|\/$/g, "");
  const start = lastSegmentStart(trimmed);
  const segment = trimmed.slice(start);
  const open = segment.indexOf("(");
  if (open >= 0 && !segment.endsWith(")")) return undefined;
  const name = open < 0 ? segment : segment.slice(0, open);
  const isBound = start > 0;
  const isQualified = name.startsWith(prefix);
  const operations = byName.get(isQualified ? name.slice(prefix.length) : name);
  if (!operations || (isQualified && !isBound)) return undefined;
  const fitting = operations.filter((operation) => (operation.boundTo !== "nothing") === isBound);
  if (isBound && !isQualified && fitting.length > 0) throw unresolvedParameters();
  if (fitting.length === 0) return undefined;
  return {
    operations: fitting,
    boundTo: trimmed.slice(0, Math.max(0, start - 1)),
    source: open < 0 ? "" : segment.slice(open + 1, -1),
  };
}

/** Slashes between quotes or parentheses do not separate segments. */
function lastSegmentStart(path: string): number {
  let [start, depth] = [0, 0];
  let isQuoted = false;
  for (let index = 0; index < path.length; index += 1) {
    const character = path.charAt(index);
    if (character === "'") isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === "(") depth += 1;
    else if (character === ")") depth -= 1;
    else if (character === "/" && depth === 0) start = index + 1;
  }
  return start;
}
