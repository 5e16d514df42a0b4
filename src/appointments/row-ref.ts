/** The rows of Dynamics that a client can be: how one is named, and how a name from outside is checked. */

/** The tables that clients have rows in. */
export type ClientTable = "lead" | "contact";

/** One lead or contact in Dynamics. */
export interface RowRef {
  readonly table: ClientTable;
  /** A GUID in lower case. */
  readonly id: string;
}

/** A GUID in lower case, as Dynamics writes row ids. */
export const guidPattern = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Whether a value from outside names a lead or a contact. */
export function isRowRef(value: unknown): value is RowRef {
  const { table, id } = (value ?? {}) as { readonly table?: unknown; readonly id?: unknown };
  return (table === "lead" || table === "contact") && typeof id === "string" && guidPattern.test(id);
}

/** Whether two rows are one; undefined is no row, and equal to none. */
export function isSameRow(
  one: { readonly table: string; readonly id: string } | undefined,
  other: { readonly table: string; readonly id: string } | undefined,
): boolean {
  return one !== undefined && one.table === other?.table && one.id === other.id;
}
