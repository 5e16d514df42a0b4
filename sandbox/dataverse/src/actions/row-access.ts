// The operations about access to single rows: what a user can do with one, and sharing.

import { badArguments } from "../errors/operations.ts";
import { guidOf } from "../ids.ts";
import { accessRights, verbs, type Verb } from "../security/privilege-names.ts";
import type { Session } from "../call/session.ts";
import { readEntityArgument, renderReference } from "./entity-argument.ts";
import { parametersOf, responseOf, type RowOperation, type UnboundOperation } from "./operation.ts";
import { tableNamed } from "../model/metadata.ts";
import { rowId, idOf } from "../store/row.ts";
import { isJsonObject } from "../transport/json-text.ts";

/** The function RetrievePrincipalAccess: what a user can do with a row, by roles, ownership and sharing. */
export const retrievePrincipalAccess: RowOperation = {
  name: "RetrievePrincipalAccess",
  kind: "function",
  boundTo: "row",
  table: "systemuser",
  parameters: parametersOf({ Target: "mscrm.crmbaseentity" }),
  returns: responseOf("RetrievePrincipalAccess", { AccessRights: "mscrm.AccessRights" }),
  run({ session, table, row: user, values }) {
    const target = readEntityArgument(session, "RetrievePrincipalAccess", values.Target);
    const id = rowId(table, user);
    const rights = verbs.filter((verb) => session.privileges.canAccess(verb, target.table, target.row, id));
    return { AccessRights: formatRights(rights) };
  },
};

const shareParameters = parametersOf({
  Target: "mscrm.crmbaseentity",
  PrincipalAccess: "mscrm.PrincipalAccess",
});

/** The action GrantAccess: shares a row with a user or team, in addition to the rights shared before. */
export const grantAccess: UnboundOperation = {
  name: "GrantAccess",
  kind: "action",
  boundTo: "nothing",
  parameters: shareParameters,
  run: ({ session, values }) => share(session, "GrantAccess", values, (before, mask) => before | mask),
};

/** The action ModifyAccess: replaces the rights that are shared with a user or team. */
export const modifyAccess: UnboundOperation = {
  name: "ModifyAccess",
  kind: "action",
  boundTo: "nothing",
  parameters: shareParameters,
  run: ({ session, values }) => share(session, "ModifyAccess", values, (_before, mask) => mask),
};

/** The action RevokeAccess: ends the sharing of a row with a user or team. */
export const revokeAccess: UnboundOperation = {
  name: "RevokeAccess",
  kind: "action",
  boundTo: "nothing",
  parameters: parametersOf({ Target: "mscrm.crmbaseentity", Revokee: "mscrm.principal" }),
  run({ session, values }) {
    const target = readEntityArgument(session, "RevokeAccess", values.Target);
    const principal = readEntityArgument(session, "RevokeAccess", values.Revokee);
    session.privileges.require("Share", target.table, session.caller, target.row);
    session.store.remove("principalobjectaccess", shareId(principal.reference.id, target.reference.id));
  },
};

/**
 * The function RetrieveSharedPrincipalsAndAccess: the users and teams a row is shared with, and their rights.
 */
export const retrieveSharedPrincipalsAndAccess: UnboundOperation = {
  name: "RetrieveSharedPrincipalsAndAccess",
  kind: "function",
  boundTo: "nothing",
  parameters: parametersOf({ Target: "mscrm.crmbaseentity" }),
  returns: responseOf("RetrieveSharedPrincipalsAndAccess", {
    PrincipalAccesses: "Collection(mscrm.PrincipalAccess)",
  }),
  run({ session, values }) {
    const { table, row, reference } = readEntityArgument(
      session,
      "RetrieveSharedPrincipalsAndAccess",
      values.Target,
    );
    session.privileges.require("Read", table, session.caller, row);
    const shares = session.store.where("principalobjectaccess", "objectid", reference.id);
    return {
      PrincipalAccesses: shares.map((one) => ({
        AccessMask: formatRights(
          verbs.filter((verb) => (Number(one.accessrightsmask) & accessRights[verb]) !== 0),
        ),
        Principal: renderPrincipal(session, idOf(one.principalid)),
      })),
    };
  },
};

/**
 * Stores the rights that `combine` makes of those shared before and the given ones (bit masks of access
 * rights).
 */
function share(
  session: Session,
  operation: string,
  values: Readonly<Record<string, unknown>>,
  combine: (before: number, mask: number) => number,
): void {
  const target = readEntityArgument(session, operation, values.Target);
  const access = isJsonObject(values.PrincipalAccess) ? values.PrincipalAccess : {};
  const principal = readEntityArgument(session, operation, access.Principal);
  const mask = readRights(operation, access.AccessMask);
  session.privileges.require("Share", target.table, session.caller, target.row);
  const id = shareId(principal.reference.id, target.reference.id);
  const before = Number(session.store.get("principalobjectaccess", id)?.accessrightsmask ?? 0);
  session.store.put("principalobjectaccess", id, {
    principalobjectaccessid: id,
    principalid: principal.reference.id,
    principaltypecode: principal.table.typeCode,
    objectid: target.reference.id,
    objecttypecode: target.table.typeCode,
    accessrightsmask: combine(before, mask),
  });
}

/** The id of the row that stores a sharing, which is always the same for a user or team and a row. */
function shareId(principal: string, object: string): string {
  return guidOf(`principalobjectaccess:${principal}:${object}`);
}

function renderPrincipal(session: Session, id: string): Record<string, unknown> {
  const table = session.store.get("team", id) ? "team" : "systemuser";
  return { ...renderReference(tableNamed(session.model, table), id), ownerid: id };
}

/** Writes rights as AccessRights: ReadAccess, WriteAccess; None for none. */
function formatRights(rights: readonly Verb[]): string {
  return rights.length === 0 ? "None" : rights.map((verb) => `${verb}Access`).join(", ");
}

/** Reads AccessRights into a bit mask. Throws a DataverseError for a name that is no right. */
function readRights(operation: string, value: unknown): number {
  const names = typeof value === "string" ? value.split(",").map((name) => name.trim()) : [];
  let mask = 0;
  for (const name of names) {
    const verb = verbs.find((one) => `${one}Access` === name);
    if (!verb && name !== "None")
      throw badArguments(operation, `The value '${name.slice(0, 60)}' is not a valid 'AccessRights'.`);
    if (verb) mask |= accessRights[verb];
  }
  return mask;
}
