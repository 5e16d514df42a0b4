// Puts the small bank of people.ts, pipeline.ts and history.ts into an organisation.

import { guidOf } from "../ids.ts";
import { tableNamed } from "../model/metadata.ts";
import { writeParties, type Party } from "../rows/parties.ts";
import { writePointer } from "../rows/pointer.ts";
import { giveRole } from "../security/roles.ts";
import { salespersonRole } from "../security/seed-roles.ts";
import type { Cell, Reference } from "../store/row.ts";
import type { Database } from "../store/database.ts";
import { appointments, emails, notes, phonecalls, tasks } from "./history.ts";
import { accounts, contacts, users } from "./people.ts";
import { leads, opportunities } from "./pipeline.ts";
import { businessUnit, currency, insert, reference, type Values } from "./rows.ts";

const branchBankers = reference("team", "Branch bankers");

/**
 * Adds the bank: staff and a team, accounts, contacts, leads and opportunities in several states, and past
 * activities.
 */
export function seedBank(database: Database): void {
  for (const { name, ...user } of users) {
    insert(database, reference("systemuser", name), {
      ...user,
      domainname: user.internalemailaddress,
      azureactivedirectoryobjectid: guidOf(`directory object:${name}`),
      businessunitid: businessUnit,
    });
    giveRole(database.store, salespersonRole, guidOf(`systemuser:${name}`));
  }
  insert(database, branchBankers, { name: "Branch bankers", businessunitid: businessUnit });
  for (const name of ["Sam Okafor", "Grace Kim"]) {
    const id = guidOf(`teammembership:${name}`);
    const systemuserid = reference("systemuser", name);
    database.store.put("teammembership", id, { teammembershipid: id, teamid: branchBankers, systemuserid });
  }
  for (const { owner, ...account } of accounts) {
    insert(database, reference("account", account.name), { ...account, ownerid: ownerNamed(owner) });
  }
  for (const { name, owner, account, ...contact } of contacts) {
    insert(database, reference("contact", name), {
      ...contact,
      ownerid: ownerNamed(owner),
      parentcustomerid: account === undefined ? null : reference("account", account),
    });
  }
  seedPipeline(database);
  seedTimelines(database);
}

/** Adds leads, and the opportunities that they were qualified into. */
function seedPipeline(database: Database): void {
  for (const { name, owner, contact, opportunity, master, ...lead } of leads) {
    const target = reference("lead", name);
    insert(database, target, {
      ...lead,
      ownerid: ownerNamed(owner),
      parentcontactid: referenceOrNull("contact", contact),
      qualifyingopportunityid: referenceOrNull("opportunity", opportunity),
      masterid: referenceOrNull("lead", master),
      merged: master !== undefined,
    });
    const qualified =
      contact === undefined ? undefined : database.store.get("contact", reference("contact", contact).id);
    if (qualified)
      insert(database, reference("contact", contact ?? ""), { ...qualified, originatingleadid: target });
  }
  for (const { name, owner, lead, contact, account, ...opportunity } of opportunities) {
    insert(database, reference("opportunity", name), {
      ...opportunity,
      name,
      ownerid: ownerNamed(owner),
      originatingleadid: referenceOrNull("lead", lead),
      parentcontactid: referenceOrNull("contact", contact),
      parentaccountid: referenceOrNull("account", account),
      customerid: referenceOrNull("account", account) ?? referenceOrNull("contact", contact),
      transactioncurrencyid: currency,
    });
  }
}

/** An activity as history.ts declares it: people by their names, everything else as columns. */
interface SeedActivity {
  readonly subject: string;
  readonly owner: string;
  readonly regarding: readonly [table: string, name: string];
  readonly scheduledstart?: string;
  readonly scheduledend?: string;
  readonly actualend?: string;
  readonly [column: string]: Cell | readonly string[] | undefined;
}

/** Adds appointments, tasks, phone calls, e-mails and notes. */
function seedTimelines(database: Database): void {
  for (const appointment of appointments) {
    seedActivity(database, "appointment", appointment, (client, owner) => [
      { partyid: client, participationtypemask: 5, addressused: null },
      { partyid: owner, participationtypemask: 7, addressused: null },
    ]);
  }
  for (const task of tasks) seedActivity(database, "task", task, () => []);
  for (const call of phonecalls)
    seedActivity(database, "phonecall", call, sentOrReceived(call.directioncode));
  for (const email of emails) seedActivity(database, "email", email, sentOrReceived(email.directioncode));
  for (const { subject, owner, regarding, notetext } of notes) {
    const objectid = reference(regarding[0], regarding[1]);
    const note = { subject, notetext, objectid, objecttypecode: objectid.table, ownerid: ownerNamed(owner) };
    insert(database, reference("annotation", subject), note);
  }
}

type PartiesOf = (client: Reference, owner: Reference) => Party[];

/** The parties of a call or e-mail: sender and recipient, depending on its direction. */
const sentOrReceived =
  (isOutgoing: boolean): PartiesOf =>
  (client, owner) => [
    { partyid: isOutgoing ? owner : client, participationtypemask: 1, addressused: null },
    { partyid: isOutgoing ? client : owner, participationtypemask: 2, addressused: null },
  ];

function seedActivity(database: Database, kind: string, activity: SeedActivity, partiesOf: PartiesOf): void {
  const { owner, regarding, ...columns } = activity;
  const when = activity.scheduledstart ?? activity.scheduledend ?? activity.actualend ?? "";
  const id = reference("activity", `${activity.subject}${when}`).id;
  const client = reference(regarding[0], regarding[1]);
  const cells = columns as Values;
  insert(database, { table: kind, id }, { ...cells, ownerid: ownerNamed(owner), regardingobjectid: client });
  const table = tableNamed(database.model, kind);
  const row = database.store.get(kind, id);
  if (!row) return;
  writeParties(database, table, row, partiesOf(client, ownerNamed(owner)));
  writePointer(database, table, row);
}

/** A reference to a row by its name in the seed; null if no name is given. */
function referenceOrNull(table: string, name: string | undefined): Reference | null {
  return name === undefined ? null : reference(table, name);
}

/** A reference to a user, or to the team of branch bankers, by name. */
function ownerNamed(name: string): Reference {
  return name === "Branch bankers" ? branchBankers : reference("systemuser", name);
}
