import {
  claimsDemanded,
  malformedCallerId,
  noRoles,
  notAMember,
  notSignedIn,
  userDisabled,
} from "../errors/callers.ts";
import { notFound } from "../errors/rows.ts";
import { tenantId } from "../identity.ts";
import { isGuid } from "../ids.ts";
import { tableNamed } from "../model/metadata.ts";
import type { Privileges } from "../security/privileges.ts";
import type { Store } from "../store/store.ts";
import type { Grant } from "./tokens.ts";
import type { Model } from "../model/model.ts";
import { idOf, type Row } from "../store/row.ts";

interface Directory {
  readonly model: Model;
  readonly store: Store;
  readonly privileges: Privileges;
}

/** The user of a request. */
export interface Caller {
  /** The systemuserid of the user the request is for. */
  readonly user: string;
  /** The systemuserid of the application user that impersonates the other. */
  readonly delegate: string | undefined;
}

/**
 * Requires a valid token, and that no claims challenge demands a new one.
 * @throws DataverseError
 */
export function requireToken(
  grant: Grant | undefined,
  claims: string | undefined,
  origin: string,
): asserts grant is Grant {
  if (!grant) throw notSignedIn(`${origin}/${tenantId}`, origin);
  if (claims !== undefined) throw claimsDemanded(`${origin}/${tenantId}`, origin, claims);
}

/**
 * The user of the application, or the user that it impersonates; either must be enabled and have a role.
 * @throws DataverseError
 */
export function findCaller(
  directory: Directory,
  clientId: string,
  headers: Readonly<Record<string, string>>,
): Caller {
  const [own] = directory.store.where("systemuser", "applicationid", clientId);
  const user = requireUsable(directory, own);
  const { callerobjectid: objectId, mscrmcallerid: userId } = headers;
  if (objectId === undefined && userId === undefined) return { user, delegate: undefined };
  const other = requireUsable(directory, findImpersonated(directory, objectId, userId));
  if (other === user) return { user, delegate: undefined };
  directory.privileges.requireNamed("prvActOnBehalfOfAnotherUser", user);
  return { user: other, delegate: user };
}

/** The user that CallerObjectId names or, without that header, the older MSCRMCallerID. */
function findImpersonated(
  { model, store }: Directory,
  objectId: string | undefined,
  userId: string | undefined,
): Row | undefined {
  const given = (objectId ?? userId ?? "").trim().toLowerCase();
  if (!isGuid(given)) throw malformedCallerId();
  if (objectId !== undefined) return store.where("systemuser", "azureactivedirectoryobjectid", given)[0];
  const row = store.get("systemuser", given);
  if (!row) throw notFound(tableNamed(model, "systemuser"), given);
  return row;
}

function requireUsable({ privileges }: Directory, row: Row | undefined): string {
  if (!row) throw notAMember();
  const id = idOf(row.systemuserid);
  if (row.isdisabled === true) throw userDisabled(id);
  if (privileges.roleCount(id) === 0) throw noRoles(id);
  return id;
}
