import type { Words } from "./words.ts";

/** What the stand-in knows of a table; the rest it reads from Dataverse. */
export interface Table {
  readonly name: "lead" | "contact";
  readonly entitySet: string;
  readonly id: string;
  readonly singular: keyof Words;
  readonly view: keyof Words;
  /** Beside the name, in lists. */
  readonly listColumns: readonly string[];
  readonly searched: readonly string[];
}

/** The tables that the app has lists and forms of. */
export const tables: Readonly<Record<Table["name"], Table>> = {
  lead: {
    name: "lead",
    entitySet: "leads",
    id: "leadid",
    singular: "lead",
    view: "openLeads",
    listColumns: ["subject", "emailaddress1", "statuscode", "_ownerid_value", "createdon"],
    searched: ["fullname", "subject", "emailaddress1"],
  },
  contact: {
    name: "contact",
    entitySet: "contacts",
    id: "contactid",
    singular: "contact",
    view: "activeContacts",
    listColumns: ["emailaddress1", "mobilephone", "_ownerid_value", "createdon"],
    searched: ["fullname", "emailaddress1"],
  },
};

/** The table of that logical name, if the app has it. */
export function tableNamed(name: string | undefined | null): Table | undefined {
  return name === "lead" || name === "contact" ? tables[name] : undefined;
}

const otherEntitySets: Readonly<Record<string, string>> = { activityparty: "activityparties" };

/** The entity set of any table, by its logical name. */
export function entitySetOf(table: string): string {
  return tableNamed(table)?.entitySet ?? otherEntitySets[table] ?? `${table}s`;
}
