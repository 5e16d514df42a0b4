/** The Activities the Worker runs, each with the failures of `failures.ts`. */
import { Context } from "@temporalio/activity";
import { ApplicationFailure } from "@temporalio/common";
import type { RowIds } from "../appointments/ids.ts";
import type { Mapping } from "../appointments/mapping.ts";
import type { CoconutClient } from "../coconut/client.ts";
import type { DataverseClient } from "../dataverse/client.ts";
import { saveAppointment, type SaveAppointmentInput } from "./appointments.ts";
import { type BookInCoconutInput, bookInCoconut } from "./booking.ts";
import { findClient, type FindClientInput } from "./clients.ts";
import { type Attempt, toApplicationFailure } from "./failures.ts";
import { createLead, type CreateLeadInput } from "./leads.ts";

export interface ActivityDependencies {
  readonly dataverse: DataverseClient;
  readonly ids: RowIds;
  readonly mapping: Mapping;
}

export function createActivities(deps: ActivityDependencies) {
  return {
    findClient: (input: FindClientInput) =>
      withFailures("look the client up", input.attendees, findClient(input, deps)),
    createLead: (input: CreateLeadInput) =>
      withFailures("create the lead", [input.client], createLead(input, deps)),
    saveAppointment: (input: SaveAppointmentInput) => {
      const { attendees, staff } = input.appointment;
      return withFailures("save the appointment", [...attendees, ...staff], saveAppointment(input, deps));
    },
  };
}

export type Activities = ReturnType<typeof createActivities>;

export interface BookingActivityDependencies {
  readonly coconut: CoconutClient;
}

/** What the Worker of the Task Queue for bookings runs. */
export function createBookingActivities({ coconut }: BookingActivityDependencies) {
  return {
    bookInCoconut: (input: BookInCoconutInput) =>
      withFailures("book in Coconut", [], bookInCoconut(input, coconut)),
  };
}

export type BookingActivities = ReturnType<typeof createBookingActivities>;

async function withFailures<T>(
  intention: string,
  people: Attempt["people"],
  running: Promise<T>,
): Promise<T> {
  const { info, metricMeter } = Context.current();
  try {
    return await running;
  } catch (error) {
    const failure = toApplicationFailure(error, { intention, attempt: info.attempt, people });
    const type = failure instanceof ApplicationFailure ? (failure.type ?? "") : "cancelled";
    metricMeter
      .createCounter("coconut_activity_failures", "attempts", "Attempts that failed, by what they failed of")
      .add(1, { type });
    throw failure;
  }
}
