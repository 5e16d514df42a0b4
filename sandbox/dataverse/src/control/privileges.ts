// GET and POST /sandbox/privileges: gives privileges to a user or takes them away.

import { type ApiReply } from "../transport/http.ts";
import { applicationUserId, rootBusinessUnitId } from "../identity.ts";
import type { Organization } from "../organization.ts";
import { depths } from "../security/privilege-names.ts";
import type { Depth } from "../security/privilege-names.ts";
import { createRole, giveRole, grantToRole, revokeFromRole, roleNamed } from "../security/roles.ts";
import { ControlError, json, readText, refuseOthers } from "./input.ts";
import { idOf } from "../store/row.ts";
import { isJsonObject } from "../transport/json-text.ts";

/**
 * Takes privileges from all roles a user holds directly, and adds others to the first of them. No privilege
 * is needed for it. Answers with the privileges that the user has then.
 */
export function changePrivileges(organization: Organization, input: Record<string, unknown>): ApiReply {
  refuseOthers(input, ["revoke", "grant", "user"]);
  const user = userNamed(organization, readText(input, "user"));
  const [revoke, grant] = [readEntries(input, "revoke"), readEntries(input, "grant")];
  for (const { name } of [...revoke, ...grant]) {
    if (!organization.privileges.isKnown(name)) throw new ControlError(`There is no privilege ${name}`);
  }
  const { store } = organization;
  store.transaction(() => {
    const roles = store.where("systemuserroles", "systemuserid", user).map((row) => idOf(row.roleid));
    for (const { name } of revoke) for (const role of roles) revokeFromRole(store, role, name);
    const [role = newRole(organization, user)] = roles;
    for (const { name, depth } of grant) grantToRole(store, role, name, depth);
  });
  return listPrivileges(organization, user);
}

/**
 * Answers with the names of the privileges that a user has, sorted; without `user`, those of the application
 * user.
 */
export function listPrivileges({ privileges }: Organization, user = applicationUserId): ApiReply {
  return json(200, [...privileges.heldBy(user).keys()].toSorted());
}

/** Gives the user a role of their own, for those who hold none; its id is always the same. */
function newRole({ store }: Organization, user: string): string {
  const name = `Granted to ${user}`;
  const role = store.get("role", roleNamed(name)) ? roleNamed(name) : undefined;
  const id = role ?? createRole(store, name, rootBusinessUnitId, {});
  giveRole(store, id, user);
  return id;
}

/** The id of the user with this id, e-mail address or full name; the application user if none is named. */
function userNamed({ store }: Organization, name: string | undefined): string {
  if (name === undefined) return applicationUserId;
  const user = store
    .all("systemuser")
    .find((row) => [row.systemuserid, row.internalemailaddress, row.fullname].includes(name));
  if (!user) throw new ControlError(`There is no user ${name}`);
  return idOf(user.systemuserid);
}

/** A list of privileges, as names (at depth Global) or as objects with name and depth. */
function readEntries(input: Record<string, unknown>, name: string): { name: string; depth: Depth }[] {
  const value: unknown = input[name] ?? [];
  if (!Array.isArray(value)) throw new ControlError(`${name} must be a list of privileges`);
  return value.map((entry: unknown) => {
    if (typeof entry === "string") return { name: entry, depth: depths.Global };
    const depth = isJsonObject(entry)
      ? Object.entries(depths).find(([one]) => one === entry.depth)?.[1]
      : undefined;
    if (!isJsonObject(entry) || typeof entry.name !== "string" || depth === undefined)
      throw new ControlError(
        `${name} must be a list of names, or of {"name", "depth": "Basic" | "Local" | "Deep" | "Global"}`,
      );
    return { name: entry.name, depth };
  });
}
