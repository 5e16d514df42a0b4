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

/** Reading users, teams and business units, which rows point at. */
const people: Grants = {
  prvReadUser: depths.Global,
  prvReadTeam: depths.Global,
  prvReadBusinessUnit: depths.Global,
};

/**
 * What an integration needs to keep appointments in step. It cannot delete leads, and can only read
 * contacts and accounts.
 */
const appointmentSync: Grants = {
  ...people,
  ...rowsOf("Activity", depths.Global),
  ...rowsOf("Lead", depths.Global, "Delete"),
  prvReadContact: depths.Global,
  prvAppendToContact: depths.Global,
  prvReadAccount: depths.Global,
  prvAppendToAccount: depths.Global,
  // To check by impersonation whether a person may see a row.
  prvActOnBehalfOfAnotherUser: depths.Global,
};

/** What a banker may do: read the rows of the business unit, and write own rows. */
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

/** The id of the role of the bankers. */
export const salespersonRole = roleNamed("Salesperson");

/** Creates the roles of a new organisation and assigns them to the application users. */
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
  // So that a program can be tried without setting up roles first.
  if (!isLeastPrivileged) giveRole(store, evaluation, applicationUserId);
  createRole(store, "Salesperson", rootBusinessUnitId, salesperson);
  createRole(store, "Delegate", rootBusinessUnitId, { prvActOnBehalfOfAnotherUser: depths.Global });
}
