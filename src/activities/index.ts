/** The Activities the Worker runs, each with the failures of `failures.ts`. */
import { Context } from "@temporalio/activity";
import type { RowIds } from "../appointments/ids.ts";
import type { Mapping } from "../appointments/mapping.ts";
import type { DataverseClient } from "../dataverse/client.ts";
import { saveAppointment, type SaveAppointmentInput } from "./appointments.ts";
import { findClient, type FindClientInput } from "./clients.ts";
import { toApplicationFailure } from "./failures.ts";
import { createLead, type CreateLeadInput } from "./leads.ts";

export interface ActivityDependencies {
  readonly dataverse: DataverseClient;
  readonly ids: RowIds;
  readonly mapping: Mapping;
}

export function createActivities(deps: ActivityDependencies) {
  return {
    findClient: (input: FindClientInput) => withFailures("look the client up", findClient(input, deps)),
    createLead: (input: CreateLeadInput) => withFailures("create the lead", createLead(input, deps)),
    saveAppointment: (input: SaveAppointmentInput) =>
      withFailures("save the appointment", saveAppointment(input, deps)),
  };
}

export type Activities = ReturnType<typeof createActivities>;

async function withFailures<T>(intention: string, running: Promise<T>): Promise<T> {
  try {
    return await running;
  } catch (error) {
    throw toApplicationFailure(error, intention, Context.current().info.attempt);
  }
}
