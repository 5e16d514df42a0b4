import { unresolvedParameters } from "../errors/operations.ts";
import { splitSegments } from "../odata/segments.ts";
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
  const segments = splitSegments(path);
  const segment = segments.pop() ?? "";
  const open = segment.indexOf("(");
  if (open >= 0 && !segment.endsWith(")")) return undefined;
  const name = open < 0 ? segment : segment.slice(0, open);
  const isBound = segments.length > 0;
  const isQualified = name.startsWith(prefix);
  const operations = byName.get(isQualified ? name.slice(prefix.length) : name);
  if (!operations || (isQualified && !isBound)) return undefined;
  const fitting = operations.filter((operation) => (operation.boundTo !== "nothing") === isBound);
  if (isBound && !isQualified && fitting.length > 0) throw unresolvedParameters();
  if (fitting.length === 0) return undefined;
  return {
    operations: fitting,
    boundTo: segments.join("/"),
    source: open < 0 ? "" : segment.slice(open + 1, -1),
  };
}
