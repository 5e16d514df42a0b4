// The list of all standard tables.

import type { Table } from "../model/metadata.ts";
import { account } from "./account.ts";
import { activitypointer } from "./activity.ts";
import { annotation } from "./annotation.ts";
import { activityparty, appointment } from "./appointment.ts";
import { asyncoperation, bulkdeleteoperation } from "./asyncoperation.ts";
import { contact } from "./contact.ts";
import { duplicaterule, duplicaterulecondition } from "./duplicaterule.ts";
import { email } from "./email.ts";
import { lead } from "./lead.ts";
import { leadAssociations } from "./lead-associations.ts";
import { opportunity, opportunityclose } from "./opportunity.ts";
import { businessunit, systemuser, team } from "./organization.ts";
import { phonecall } from "./phonecall.ts";
import { task } from "./task.ts";
import { transactioncurrency } from "./transactioncurrency.ts";
import { securityTables } from "./security.ts";
import { publisher, solution, solutioncomponent } from "./solutions.ts";

/** All tables that an organisation begins with; a new table is added here. */
export const standardTables: readonly Table[] = [
  lead,
  contact,
  account,
  systemuser,
  team,
  businessunit,
  appointment,
  activityparty,
  activitypointer,
  task,
  phonecall,
  email,
  annotation,
  opportunity,
  opportunityclose,
  transactioncurrency,
  asyncoperation,
  bulkdeleteoperation,
  duplicaterule,
  duplicaterulecondition,
  ...leadAssociations,
  ...securityTables,
  publisher,
  solution,
  solutioncomponent,
];
