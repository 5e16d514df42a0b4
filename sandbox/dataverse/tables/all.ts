import type { Table } from "../metadata.ts";
import { account } from "./account.ts";
import { activityparty, appointment } from "./appointment.ts";
import { contact } from "./contact.ts";
import { lead } from "./lead.ts";
import { businessunit, systemuser, team } from "./organization.ts";

export const standardTables: readonly Table[] = [
  lead,
  contact,
  account,
  systemuser,
  team,
  businessunit,
  appointment,
  activityparty,
];
