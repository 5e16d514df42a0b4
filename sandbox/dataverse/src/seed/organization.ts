// The rows that every organisation has, with or without the bank.

import { applicationUsers } from "../identity.ts";
import { tableNamed } from "../model/metadata.ts";
import { seedRoles } from "../security/seed-roles.ts";
import { principalOf } from "../sign-in/tokens.ts";
import type { Database } from "../store/database.ts";
import { applicationUser, businessUnit, currency, insert, reference } from "./rows.ts";
import { seedSolutions } from "./solutions.ts";

/**
 * Adds what every organisation has: the root business unit, the application users, a currency, duplicate
 * rules, roles and solutions. `isLeastPrivileged` gives the product's user a role with only the privileges it
 * needs.
 */
export function seedOrganization(database: Database, isLeastPrivileged: boolean): void {
  insert(database, businessUnit, { name: "Acme Bank" });
  for (const { id, name, clientId, isDisabled } of applicationUsers) {
    insert(
      database,
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
  insert(database, currency, {
    currencyname: "Canadian Dollar",
    isocurrencycode: "CAD",
    currencysymbol: "$",
    currencyprecision: 2,
    exchangerate: 1,
  });
  for (const table of ["lead", "contact", "account"]) seedDuplicateRule(database, table);
  seedRoles(database.model, database.store, isLeastPrivileged);
  seedSolutions(database);
}

/** Adds the published rule that takes two rows of a table with the same e-mail address for duplicates. */
function seedDuplicateRule(database: Database, table: string): void {
  const rule = reference("duplicaterule", table);
  const name = `${tableNamed(database.model, table).displayName}s with the same e-mail address`;
  insert(database, rule, {
    name,
    baseentityname: table,
    matchingentityname: table,
    excludeinactiverecords: true,
    statecode: 1,
    statuscode: 2,
    ownerid: applicationUser,
  });
  insert(database, reference("duplicaterulecondition", table), {
    baseattributename: "emailaddress1",
    matchingattributename: "emailaddress1",
    regardingobjectid: rule,
  });
}
