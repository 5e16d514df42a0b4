import type { Side, Table } from "../model/metadata.ts";
import { manyToMany } from "./many-to-many.ts";

/** The intersect table between leads and another table. */
function associated(intersect: string, side: Omit<Side, "navigation">): Table {
  const navigation = `${intersect.toLowerCase()}_association`;
  const names = { intersect, entitySet: `${intersect.toLowerCase()}collection` };
  const lead = { table: "lead", column: "leadid", navigation };
  return { ...manyToMany(navigation, names, { ...side, navigation }, lead), privilege: "Lead" };
}

/**
 * The intersect tables contactleads and accountleads: contacts and accounts that are linked to a lead, beside
 * those it was qualified into.
 */
export const leadAssociations: readonly Table[] = [
  associated("ContactLeads", { table: "contact", column: "contactid" }),
  associated("AccountLeads", { table: "account", column: "accountid" }),
];
