/** Who owns the appointment row in Dataverse. Pure. */
import type { Staff } from "./appointment.ts";

/** A user or a team. */
export interface Owner {
  readonly table: "systemuser" | "team";
  readonly id: string;
}

/** `owner` is absent when the row is to stay with the application user; `reason` is shown to operators. */
export interface OwnerChoice {
  readonly owner?: Owner;
  readonly reason: string;
}

/** The enabled users found for staff e-mails, lower-cased; `null` for an address nobody has. */
export type UsersByEmail = Readonly<Record<string, string | null>>;

/** Two addresses with the same key are the same address. */
export function emailKey(email: string): string {
  return email.trim().toLowerCase();
}

/** The id of a staff member's user, if there is one. */
export function userOf(staff: Staff, users: UsersByEmail): string | undefined {
  return (staff.email !== undefined && users[emailKey(staff.email)]) || undefined;
}

/** The first staff member's user, else the configured fallback, else no owner: then it is the application user. */
export function chooseOwner(
  staff: readonly Staff[],
  users: UsersByEmail,
  fallback: Owner | undefined,
): OwnerChoice {
  const first = staff[0];
  const id = first && userOf(first, users);
  if (id !== undefined) return { owner: { table: "systemuser", id }, reason: "staff e-mail is a user's" };
  const why = first === undefined ? "nobody is assigned" : "no enabled user has the staff e-mail";
  if (fallback === undefined) return { reason: `${why}; left to the application user` };
  return { owner: fallback, reason: `${why}; fallback ${fallback.table}` };
}
