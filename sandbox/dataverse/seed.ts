import { applicationUserId, clientId, rootBusinessUnitId } from "./identity.ts";
import { guidOf } from "./ids.ts";
import { columnNamed, tableNamed } from "./metadata.ts";
import type { Model } from "./metadata.ts";
import { deriveColumns } from "./rows/derive.ts";
import { writeParties, type Party } from "./rows/parties.ts";
import { initialRow } from "./rows/write.ts";
import { accounts, appointments, contacts, leads, users } from "./seed-data.ts";
import { isReference } from "./store.ts";
import type { Cell, Reference, Store } from "./store.ts";

type Values = Record<string, Cell>;

/** A row the seed refers to by name: the same id on every start. */
function reference(table: string, name: string): Reference {
  return { table, id: guidOf(`${table}:${name}`) };
}

const businessUnit: Reference = { table: "businessunit", id: rootBusinessUnitId };
const applicationUser: Reference = { table: "systemuser", id: applicationUserId };
const branchBankers = reference("team", "Branch bankers");

/** What no organisation is without: a business unit, and the application user who calls. */
export function seedOrganization(model: Model, store: Store): void {
  insert(model, store, businessUnit, { name: "Acme Bank" });
  insert(model, store, applicationUser, {
    lastname: "# Appointment sync",
    applicationid: clientId,
    azureactivedirectoryobjectid: guidOf("service principal"),
    domainname: `${clientId}@acme.example`,
    accessmode: 4,
    businessunitid: businessUnit,
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
  }
  insert(model, store, branchBankers, { name: "Branch bankers", businessunitid: businessUnit });
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
  for (const { name, owner, contact, master, ...lead } of leads) {
    insert(model, store, reference("lead", name), {
      ...lead,
      ownerid: ownerNamed(owner),
      parentcontactid: contact === undefined ? null : reference("contact", contact),
      masterid: master === undefined ? null : reference("lead", master),
      merged: master !== undefined,
    });
  }
  seedAppointments(model, store);
}

function seedAppointments(model: Model, store: Store): void {
  for (const { owner, regarding, ...appointment } of appointments) {
    const target = reference("activity", appointment.subject + appointment.scheduledstart);
    const id = { table: "appointment", id: target.id };
    const [table, name] = regarding;
    const client = reference(table, name);
    insert(model, store, id, { ...appointment, ownerid: ownerNamed(owner), regardingobjectid: client });
    const row = store.get("appointment", id.id);
    const parties: Party[] = [
      { partyid: client, participationtypemask: 5, addressused: null },
      { partyid: ownerNamed(owner), participationtypemask: 7, addressused: null },
    ];
    if (row) writeParties({ model, store }, row, parties);
  }
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
