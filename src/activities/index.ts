/** The Activities that the Workers run; each turns its errors into the failures of `failures.ts`. */
import { Context, getClient } from "@temporalio/activity";
import { ApplicationFailure } from "@temporalio/common";
import type { RowIds } from "../appointments/ids.ts";
import type { Mapping } from "../appointments/mapping.ts";
import type { CoconutClient } from "../coconut/client.ts";
import type { DataverseClient } from "../dataverse/client.ts";
import type { Gate } from "../dataverse/gate.ts";
import type { WhoAmI } from "../dataverse/who-am-i.ts";
import { saveAppointment, type SaveAppointmentInput } from "./appointments.ts";
import { applicationUserFor } from "./application-user.ts";
import { createAttemptMemory } from "./attempt-memory.ts";
import { type BookInCoconutInput, bookInCoconut } from "./booking.ts";
import { findClient, type FindClientInput } from "./clients.ts";
import { recallEarlierRuns, type RecallInput } from "./earlier-runs.ts";
import { explainColumns } from "./explain-columns.ts";
import { type DelayExplanation, explainObstacle } from "./explain-delay.ts";
import { type FailedAttempt, kindOf, toApplicationFailure } from "./failures.ts";
import { type ClaimLead, createLead, type CreateLeadInput } from "./leads.ts";
import { readStatuses, type ReadStatusesInput } from "./statuses.ts";

/** What the Activities that write to Dynamics need. */
export interface ActivityDependencies {
  readonly dataverse: DataverseClient;
  readonly whoAmI: WhoAmI;
  readonly ids: RowIds;
  readonly mapping: Mapping;
  readonly claimLead: ClaimLead;
}

/** What the Worker of the Task Queue `dynamics` runs. */
export function createActivities(ofProcess: ActivityDependencies) {
  const withFailures = createFailureHandling(ofProcess.dataverse.gate);
  return {
    findClient: (input: FindClientInput) =>
      withFailures(
        { intention: "look the client up", people: input.attendees },
        findClient(input, ofThisAttempt(ofProcess)),
      ),
    createLead: (input: CreateLeadInput) => {
      const deps = ofThisAttempt(ofProcess);
      const what = { intention: "create the lead", people: [input.client] };
      return withFailures(what, createLead(input, deps), deps);
    },
    saveAppointment: (input: SaveAppointmentInput) => {
      const deps = ofThisAttempt(ofProcess);
      const { attendees, staff } = input.appointment;
      const what = { intention: "save the appointment", people: [...attendees, ...staff] };
      return withFailures(what, saveAppointment(input, deps), deps);
    },
    readStatuses: (input: ReadStatusesInput) =>
      withFailures({ intention: "read the status", people: [] }, readStatuses(input, ofProcess)),
  };
}

/** A tenth of its time before Temporal's own limit, after which the next attempt or a newer event may begin. */
const shareOfLimit = 0.9;

/** An attempt that Temporal no longer waits for sends nothing more: it would write over what has come since. */
function ofThisAttempt(ofProcess: ActivityDependencies): ActivityDependencies {
  const { startToCloseTimeoutMs } = Context.current().info;
  const endsAt = performance.now() + startToCloseTimeoutMs * shareOfLimit;
  return { ...ofProcess, dataverse: ofProcess.dataverse.until(endsAt) };
}

/** By this type Workflows call them. */
export type Activities = ReturnType<typeof createActivities>;

/** What the Activity that books needs. */
export interface BookingActivityDependencies {
  readonly coconut: CoconutClient;
}

/** What the Worker of the Task Queue `coconut` runs. */
export function createBookingActivities({ coconut }: BookingActivityDependencies) {
  const withFailures = createFailureHandling();
  return {
    bookInCoconut: (input: BookInCoconutInput) =>
      withFailures({ intention: "book in Coconut", people: [] }, bookInCoconut(input, coconut)),
  };
}

/** By this type Workflows call them. */
export type BookingActivities = ReturnType<typeof createBookingActivities>;

/** Wraps the Activities of one Worker: counts their failures and turns each into the failure that Temporal sees. */
function createFailureHandling(gate?: Gate) {
  const memory = createAttemptMemory();
  /** `deps` are those of an Activity that writes: its refusals may be about a column, the fallback owner or the application user. */
  return async <T>(
    what: Pick<FailedAttempt, "intention" | "people">,
    running: Promise<T>,
    deps?: Pick<ActivityDependencies, "dataverse" | "mapping" | "whoAmI">,
  ): Promise<T> => {
    const { info, metricMeter } = Context.current();
    const { activityType } = info;
    const which = { activityType, workflowId: info.workflowExecution?.workflowId ?? info.activityId };
    try {
      const result = await running;
      memory.recordSuccess(which);
      return result;
    } catch (error) {
      const record = memory.recordFailure(which, kindOf(error));
      const isHeldBack = gate?.obstacle() !== undefined;
      const columns = deps && (await explainColumns(error, deps.dataverse));
      const known = {
        fallbackOwner: deps?.mapping.fallbackOwner,
        applicationUserId: deps && (await applicationUserFor(error, deps.whoAmI)),
      };
      const failure = toApplicationFailure(error, { ...what, isHeldBack, ...record, ...known, columns });
      const isFinal = failure instanceof ApplicationFailure && failure.nonRetryable;
      if (isFinal) memory.forget(which);
      const type = failure instanceof ApplicationFailure ? (failure.type ?? "") : "cancelled";
      metricMeter
        .createCounter(
          "coconut_activity_failures",
          "attempts",
          "Attempts that failed, by the type of the failure",
        )
        .add(1, { type });
      throw failure;
    }
  };
}

/** What the Worker of the Workflows runs beside them, as local Activities. */
export function createWorkflowActivities({ dataverse }: Pick<ActivityDependencies, "dataverse">) {
  return {
    recallEarlierRuns: (input: RecallInput) => recallEarlierRuns(getClient(), input),
    explainDelay: async (): Promise<DelayExplanation | null> => explainObstacle(dataverse.gate.obstacle()),
  };
}

/** By this type Workflows call them. */
export type WorkflowActivities = ReturnType<typeof createWorkflowActivities>;
