import { administratorId, applicationUserId, rootBusinessUnitId } from "../identity.ts";
import type { Store } from "../store/store.ts";
import { depths } from "./privilege-names.ts";
import type { Depth } from "./privilege-names.ts";
import {
  createRole,
  declarePrivileges,
  evaluation,
  evaluationRole,
  giveRole,
  roleNamed,
  systemAdministrator,
} from "./roles.ts";
import type { Model } from "../model/model.ts";

type Grants = Readonly<Record<string, Depth>>;

const verbsOfRows = ["Create", "Read", "Write", "Delete", "Append", "AppendTo", "Assign"];

function rowsOf(table: string, depth: Depth, ...without: readonly string[]): Grants {
  const verbs = verbsOfRows.filter((verb) => !without.includes(verb));
  return Object.fromEntries(verbs.map((verb) => [`prv${verb}${table}`, depth]));
}

/** What rows point at, and the business units they belong to. */
const people: Grants = {
  prvReadUser: depths.Global,
  prvReadTeam: depths.Global,
  prvReadBusinessUnit: depths.Global,
};

/** What an integration needs to keep appointments in step: it never deletes leads, and only reads clients. */
const appointmentSync: Grants = {
  ...people,
  ...rowsOf("Activity", depths.Global),
  ...rowsOf("Lead", depths.Global, "Delete"),
  prvReadContact: depths.Global,
  prvAppendToContact: depths.Global,
  prvReadAccount: depths.Global,
  prvAppendToAccount: depths.Global,
  // To ask what somebody who books from a row may see of it.
  prvActOnBehalfOfAnotherUser: depths.Global,
};

/** What somebody at the counter may do: all of the bank to read, the own rows to write. */
const salesperson: Grants = {
  ...people,
  ...Object.assign(
    {},
    ...["Activity", "Lead", "Contact", "Account", "Opportunity"].map((table) => rowsOf(table, depths.Basic)),
  ),
  ...Object.fromEntries(
    ["Activity", "Lead", "Contact", "Account", "Opportunity"].flatMap((table) =>
      ["Read", "AppendTo"].map((verb) => [`prv${verb}${table}`, depths.Local]),
    ),
  ),
};

export const salespersonRole = roleNamed("Salesperson");

/** The roles there are before anybody makes one, and who has them. */
export function seedRoles(model: Model, store: Store, isLeastPrivileged: boolean): void {
  createRole(store, evaluationRole, rootBusinessUnitId, {});
  store.put("role", systemAdministrator, {
    roleid: systemAdministrator,
    name: "System Administrator",
    businessunitid: { table: "businessunit", id: rootBusinessUnitId },
    isinherited: 1,
    ismanaged: true,
  });
  declarePrivileges(model, store);
  giveRole(store, systemAdministrator, administratorId);
  giveRole(
    store,
    createRole(store, "Appointment sync", rootBusinessUnitId, appointmentSync),
    applicationUserId,
  );
  // Programs that somebody tries here should not need a lesson on roles first.
  if (!isLeastPrivileged) giveRole(store, evaluation, applicationUserId);
  createRole(store, "Salesperson", rootBusinessUnitId, salesperson);
  createRole(store, "Delegate", rootBusinessUnitId, { prvActOnBehalfOfAnotherUser: depths.Global });
}
