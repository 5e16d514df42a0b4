// Finds the function or action that an address ends in.

import { unresolvedParameters } from "../errors/operations.ts";
import { splitSegments } from "../odata/segments.ts";
import type { Operation } from "./operation.ts";

const prefix = "Microsoft.Dynamics.CRM.";

/**
 * A path that ends in the name of an operation. Several operations can have the name, for different tables.
 */
export interface OperationAddress {
  readonly operations: readonly Operation[];
  /** The path before the operation: the entity set or row it is called on; empty for an unbound one. */
  readonly boundTo: string;
  /** The text between its parentheses, still percent-encoded. */
  readonly source: string;
}

/**
 * Finds the operations of the name that a path ends in; undefined if there are none. Bound operations must be
 * written with the namespace Microsoft.Dynamics.CRM, unbound ones without. Throws a DataverseError for a
 * bound one without it.
 */
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
