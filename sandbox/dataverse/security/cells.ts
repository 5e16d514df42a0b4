import { isReference } from "../store/store.ts";
import type { Cell } from "../store/store.ts";

/** The id in a cell, whether it is kept as a lookup or as a bare id. */
export function idOf(cell: Cell | undefined): string {
  return isReference(cell) ? cell.id : typeof cell === "string" ? cell : "";
}
