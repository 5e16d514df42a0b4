import { applicationUserId, applicationUsers, rootBusinessUnitId } from "../identity.ts";
import { guidOf } from "../ids.ts";
import { columnNamed, tableNamed } from "../model/metadata.ts";
import type { Model } from "../model/metadata.ts";
import { deriveColumns } from "../rows/derive.ts";
import { writeParties, type Party } from "../rows/parties.ts";
import { writePointer } from "../rows/pointer.ts";
import { initialRow } from "../rows/write.ts";
import { giveRole } from "../security/roles.ts";
import { seedSolutions } from "./solutions.ts";
import { salespersonRole, seedRoles } from "../security/seed-roles.ts";
import { principalOf } from "../sign-in/tokens.ts";
import { appointments, emails, notes, phonecalls, tasks } from "./history.ts";
import { accounts, contacts, users } from "./people.ts";
import { leads, opportunities } from "./pipeline.ts";
import { isReference } from "../store/store.ts";
import type { Cell, Reference, Store } from "../store/store.ts";

type Values = Record<string, Cell>;

/** A row the seed refers to by name: the same id on every start. */
function reference(table: string, name: string): Reference {
  return { table, id: guidOf(`${table}:${name}`) };
}

const businessUnit: Reference = { table: "businessunit", id: rootBusinessUnitId };
const applicationUser: Reference = { table: "systemuser", id: applicationUserId };
const currency = reference("transactioncurrency", "CAD");
const branchBankers = reference("team", "Branch bankers");

/** What no organisation is without: a business unit, and the application user who calls. */
export function seedOrganization(model: Model, store: Store, isLeastPrivileged: boolean): void {
  insert(model, store, businessUnit, { name: "Acme Bank" });
  for (const { id, name, clientId, isDisabled } of applicationUsers) {
    insert(
      model,
      store,
      { table: "systemuser", id },
      {
        lastname: `# ${name}`,
        applicationid: clientId,
        azureactivedirectoryobjectid: principalOf(clientId),
        domainname: `${clientId}@acme.example`,
        accessmode: 4,
        isdisabled: isDisabled,
        businessunitid: businessUnit,
      },
    );
  }
  insert(model, store, currency, {
    currencyname: "Canadian Dollar",
    isocurrencycode: "CAD",
    currencysymbol: "$",
    currencyprecision: 2,
    exchangerate: 1,
  });
  for (const table of ["lead", "contact", "account"]) seedDuplicateRule(model, store, table);
  seedRoles(model, store, isLeastPrivileged);
  seedSolutions(model, store);
}

/** The rules every organisation comes with: rows with the same e-mail address are taken for the same. */
function seedDuplicateRule(model: Model, store: Store, table: string): void {
  const rule = reference("duplicaterule", table);
  const name = `${tableNamed(model, table).displayName}s with the same e-mail address`;
  insert(model, store, rule, {
    name,
    baseentityname: table,
    matchingentityname: table,
    excludeinactiverecords: true,
    statecode: 1,
    statuscode: 2,
    ownerid: applicationUser,
  });
  insert(model, store, reference("duplicaterulecondition", table), {
    baseattributename: "emailaddress1",
    matchingattributename: "emailaddress1",
    regardingobjectid: rule,
  });
}

/** A small bank: staff, a team, companies, people in several states, and a little history. */
export function seedBank(model: Model, store: Store): void {
  for (const { name, ...user } of users) {
    insert(model, store, reference("systemuser", name), {
      ...user,
      domainname: user.internalemailaddress,
      azureactivedirectoryobjectid: guidOf(`directory object:${name}`),
      businessunitid: businessUnit,
    });
    giveRole(store, salespersonRole, guidOf(`systemuser:${name}`));
  }
  insert(model, store, branchBankers, { name: "Branch bankers", businessunitid: businessUnit });
  for (const name of ["Sam Okafor", "Grace Kim"]) {
    const id = guidOf(`teammembership:${name}`);
    const systemuserid = reference("systemuser", name);
    store.put("teammembership", id, { teammembershipid: id, teamid: branchBankers, systemuserid });
  }
  for (const { owner, ...account } of accounts) {
    insert(model, store, reference("account", account.name), { ...account, ownerid: ownerNamed(owner) });
  }
  for (const { name, owner, account, ...contact } of contacts) {
    insert(model, store, reference("contact", name), {
      ...contact,
      ownerid: ownerNamed(owner),
      parentcustomerid: account === undefined ? null : reference("account", account),
    });
  }
  seedPipeline(model, store);
  seedTimelines(model, store);
}

/** Leads, and the opportunities that came of them. */
function seedPipeline(model: Model, store: Store): void {
  for (const { name, owner, contact, opportunity, master, ...lead } of leads) {
    const target = reference("lead", name);
    insert(model, store, target, {
      ...lead,
      ownerid: ownerNamed(owner),
      parentcontactid: named("contact", contact),
      qualifyingopportunityid: named("opportunity", opportunity),
      masterid: named("lead", master),
      merged: master !== undefined,
    });
    const qualified =
      contact === undefined ? undefined : store.get("contact", reference("contact", contact).id);
    if (qualified)
      insert(model, store, reference("contact", contact ?? ""), { ...qualified, originatingleadid: target });
  }
  for (const { name, owner, lead, contact, account, ...opportunity } of opportunities) {
    insert(model, store, reference("opportunity", name), {
      ...opportunity,
      name,
      ownerid: ownerNamed(owner),
      originatingleadid: named("lead", lead),
      parentcontactid: named("contact", contact),
      parentaccountid: named("account", account),
      customerid: named("account", account) ?? named("contact", contact),
      transactioncurrencyid: currency,
    });
  }
}

interface Happening {
  readonly subject: string;
  readonly owner: string;
  readonly regarding: readonly [table: string, name: string];
  readonly scheduledstart?: string;
  readonly scheduledend?: string;
  readonly actualend?: string;
  readonly [column: string]: Cell | readonly string[] | undefined;
}

/** Appointments, tasks, calls, mails and notes, each about somebody. */
function seedTimelines(model: Model, store: Store): void {
  for (const appointment of appointments) {
    seedActivity(model, store, "appointment", appointment, (client, owner) => [
      { partyid: client, participationtypemask: 5, addressused: null },
      { partyid: owner, participationtypemask: 7, addressused: null },
    ]);
  }
  for (const task of tasks) seedActivity(model, store, "task", task, () => []);
  for (const call of phonecalls)
    seedActivity(model, store, "phonecall", call, sentOrReceived(call.directioncode));
  for (const email of emails) seedActivity(model, store, "email", email, sentOrReceived(email.directioncode));
  for (const { subject, owner, regarding, notetext } of notes) {
    const objectid = reference(regarding[0], regarding[1]);
    const note = { subject, notetext, objectid, objecttypecode: objectid.table, ownerid: ownerNamed(owner) };
    insert(model, store, reference("annotation", subject), note);
  }
}

type PartiesOf = (client: Reference, owner: Reference) => Party[];

const sentOrReceived =
  (isOutgoing: boolean): PartiesOf =>
  (client, owner) => [
    { partyid: isOutgoing ? owner : client, participationtypemask: 1, addressused: null },
    { partyid: isOutgoing ? client : owner, participationtypemask: 2, addressused: null },
  ];

function seedActivity(
  model: Model,
  store: Store,
  kind: string,
  happening: Happening,
  partiesOf: PartiesOf,
): void {
  const { owner, regarding, ...columns } = happening;
  const when = happening.scheduledstart ?? happening.scheduledend ?? happening.actualend ?? "";
  const id = reference("activity", `${happening.subject}${when}`).id;
  const client = reference(regarding[0], regarding[1]);
  const cells = columns as Values;
  insert(
    model,
    store,
    { table: kind, id },
    { ...cells, ownerid: ownerNamed(owner), regardingobjectid: client },
  );
  const table = tableNamed(model, kind);
  const row = store.get(kind, id);
  if (!row) return;
  writeParties({ model, store }, table, row, partiesOf(client, ownerNamed(owner)));
  writePointer({ model, store }, table, row);
}

function named(table: string, name: string | undefined): Reference | null {
  return name === undefined ? null : reference(table, name);
}

function ownerNamed(name: string): Reference {
  return name === "Branch bankers" ? branchBankers : reference("systemuser", name);
}

const seededOn = "2026-01-05T14:00:00Z";

function insert(model: Model, store: Store, target: Reference, values: Values): void {
  const table = tableNamed(model, target.table);
  const [state] = table.states;
  const owner = isReference(values.ownerid) ? values.ownerid : undefined;
  const row = {
    ...initialRow(table),
    createdon: seededOn,
    modifiedon: seededOn,
    createdby: applicationUser,
    modifiedby: applicationUser,
    ...(state ? { statecode: state.value, statuscode: state.reasons[0]?.value ?? null } : {}),
    ...(owner
      ? {
          owninguser: owner.table === "systemuser" ? owner : null,
          owningteam: owner.table === "team" ? owner : null,
          owningbusinessunit: businessUnit,
        }
      : {}),
    ...values,
    [table.primaryId]: target.id,
  };
  for (const name of Object.keys(values)) {
    if (!columnNamed(table, name))
      throw new Error(`The seed sets an unknown column ${table.logicalName}.${name}`);
  }
  store.put(target.table, target.id, deriveColumns(table, row, {}));
}
