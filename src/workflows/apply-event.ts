/** How one event is written to Dynamics: find or create the client's row, then save the appointment row. */
import {
  ActivityCancellationType,
  ActivityFailure,
  type ActivityOptions,
  ApplicationFailure,
  patched,
  proxyActivities,
} from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import { type Appointment, type Attendee, clientKey, regardingClient } from "../appointments/appointment.ts";
import type { CoconutEvent } from "../appointments/events.ts";
import type { ClientLink } from "../appointments/matching.ts";
import { emailKey } from "../appointments/owner.ts";
import { effectiveStatus, holdReason } from "../appointments/status.ts";
import { taskQueues } from "../temporal/task-queues.ts";
import {
  forgetRows,
  originToLookUp,
  type Outcome,
  type StateStore,
  type SyncAppointmentState,
} from "./state.ts";

/** How long one attempt of an Activity may take. After that Temporal no longer waits for it. */
export const attemptLimitMs = 15_000;

/**
 * Attempts are unlimited within the pace's time: what a person must decide comes back as a non-retryable failure. An
 * Activity that is cancelled while it waits to be tried again ends at once; one that is under way reports first.
 */
const { findClient, createLead, saveAppointment, readStatuses } = proxyActivities<Activities>({
  taskQueue: taskQueues.dynamicsActivities,
  startToCloseTimeout: attemptLimitMs,
  retry: { initialInterval: "1 second", backoffCoefficient: 2, maximumInterval: "30 seconds" },
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
});

/** For how long an Activity is tried before the Workflow looks around, and which others go before it. */
export type Pace = Pick<ActivityOptions, "scheduleToCloseTimeout" | "priority">;

/** Once an appointment is delayed, those that are not go first, and Temporal is asked for it no more than once an hour. */
export function paceOf(isDelayed: boolean, delayedAfterMs = 180_000): Pace {
  return isDelayed
    ? { scheduleToCloseTimeout: "1 hour", priority: { priorityKey: 4 } }
    : { scheduleToCloseTimeout: delayedAfterMs, priority: { priorityKey: 3 } };
}

/**
 * Writes the event's appointment to Dynamics, unless it is not to be written yet or nothing in it is new. What each step
 * finds out is put into the state at once: it is kept if a later step fails, and shown while a later step is retried.
 *
 * @throws ActivityFailure when a person must decide, when the pace's time is over, or when the Activity was cancelled
 */
export async function applyEvent(store: StateStore, event: CoconutEvent, pace: Pace): Promise<Outcome> {
  const { fingerprint } = event;
  const appointment = await withReadStatuses(event.appointment, pace);
  const waitingFor = await reasonToWait(store, appointment, pace);
  const { saved } = store.current;
  store.update({ waitingFor });
  if (waitingFor !== undefined) return "waiting";
  if (saved?.fingerprint === fingerprint && !originToLookUp(store.current)) return "unchanged";
  forgetWhoLeft(store, appointment);
  try {
    await identifyAndSave(store, { appointment, fingerprint }, pace);
  } catch (error) {
    if (!isAboutRows(error)) throw error;
    // A row or user we remember is gone, or there is one we do not know of: everybody is looked up again, once.
    store.update(forgetRows(store.current));
    await identifyAndSave(store, { appointment, fingerprint }, pace);
  }
  return "applied";
}

/** Why there is nothing to write yet. Where the row may be in Dynamics already, it is written whatever the event says. */
async function reasonToWait(
  store: StateStore,
  appointment: Appointment,
  pace: Pace,
): Promise<string | undefined> {
  const { saved, regarding, seenEarlier, standing } = store.current;
  const reason = saved === undefined ? holdReason(appointment) : undefined;
  if (reason === undefined) return undefined;
  // The reply to a save was lost, or not waited for.
  if (regarding !== undefined && patched("save-was-begun")) return undefined;
  if (seenEarlier === undefined || standing !== undefined || !patched("look-before-waiting")) return reason;
  // An earlier run may have written it.
  const found = await findClient.executeWithOptions({ ...pace, summary: "the row of an earlier run" }, [
    { attendees: [], staffEmails: [], standing: rowToLookFor(store.current, appointment, "") },
  ]);
  const link = found.clients[""] ?? undefined;
  store.update({ standing: found.standing, regarding: link });
  return link && found.standing ? undefined : reason;
}

/** What nobody had mapped when the event was taken in may be mapped by now; what is still unknown is asked about. */
async function withReadStatuses(appointment: Appointment, pace: Pace): Promise<Appointment> {
  const isUnknown = [appointment, ...appointment.attendees].some(({ status }) => status === "unknown");
  if (!isUnknown || !patched("read-statuses")) return appointment;
  return readStatuses.executeWithOptions({ ...pace, summary: "for words nobody had mapped" }, [
    { appointment },
  ]);
}

/** What a run holds does not grow with all who ever were at the appointment. */
function forgetWhoLeft(store: StateStore, { attendees, staff }: Appointment): void {
  const { clients, users } = store.current;
  const keys = new Set(attendees.map(clientKey));
  const emails = new Set(staff.flatMap(({ email }) => (email === undefined ? [] : [emailKey(email)])));
  const kept = { clients: keep(clients, keys), users: keep(users, emails) };
  const isSame = sizeOf(kept.clients) === sizeOf(clients) && sizeOf(kept.users) === sizeOf(users);
  if (!isSame && patched("ask-again")) store.update(kept);
}

function keep<T>(
  known: Readonly<Record<string, T>>,
  wanted: ReadonlySet<string>,
): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(known).filter(([key]) => wanted.has(key)));
}

function sizeOf(record: object): number {
  return Object.keys(record).length;
}

async function identifyAndSave(
  store: StateStore,
  { appointment, fingerprint }: Pick<CoconutEvent, "appointment" | "fingerprint">,
  pace: Pace,
) {
  const regarding = await identify(store, appointment, pace);
  const { saved: previous, standing, clients, users } = store.current;
  // Until the reply is here nobody knows whether Dynamics has the old values or the new: neither counts as saved.
  if (previous !== undefined) {
    const { regarding: before, ...rest } = previous;
    // The save moves the row only for another client.
    const client = regardingClient(appointment);
    const isSameClient = client === undefined || clientKey(client) === previous.client;
    const kept = isSameClient && before && { regarding: before };
    store.update({ saved: { ...rest, ...kept, fingerprint: "", partiesFingerprint: "" } });
  } else store.update({ regarding });
  const saved = await saveAppointment.executeWithOptions(
    { ...pace, summary: `${effectiveStatus(appointment)}, ${appointment.start}` },
    [
      {
        appointment,
        regarding,
        clients,
        users,
        ...(previous && { previous }),
        ...(standing !== undefined && { standing }),
      },
    ],
  );
  store.update({ regarding, saved: { ...saved, fingerprint, at: new Date().toISOString() } });
}

/**
 * The row that the appointment is regarding. Looks up whoever at the appointment is not known yet, all in one Activity,
 * and creates a lead for a client that Dynamics does not know.
 */
async function identify(store: StateStore, appointment: Appointment, pace: Pace): Promise<ClientLink> {
  const state = store.current;
  // When the appointment belongs to the row it was booked from, no attendee has to be found for it.
  const client = state.bookedFrom?.link ? undefined : regardingClient(appointment);
  const { attendees, staffEmails } = peopleToLookUp(state, appointment, client);
  const origin = originToLookUp(state);

  if (attendees.length > 0 || staffEmails.length > 0 || origin) {
    const found = await findClient.executeWithOptions(
      { ...pace, summary: `${attendees.length} client(s), ${staffEmails.length} staff` },
      [
        {
          attendees,
          staffEmails,
          ...(origin && { bookedFrom: origin }),
          ...existingRowOf(state, appointment),
        },
      ],
    );
    const { clients, users, bookedFrom } = store.current;
    store.update({
      clients: { ...clients, ...found.clients },
      users: { ...users, ...found.users },
      ...(found.standing !== undefined && { standing: found.standing }),
      ...(origin && bookedFrom && { bookedFrom: { ...bookedFrom, link: found.bookedFrom ?? null } }),
    });
    // The origin row became known during findClient: look again, or we create a duplicate lead.
    if (originToLookUp(store.current) && patched("look-for-origin-before-lead"))
      return identify(store, appointment, pace);
  }

  const { bookedFrom, clients, regarding } = store.current;
  if (bookedFrom?.link) {
    const { client: bookedFor, link } = bookedFrom;
    if (bookedFor !== undefined) store.update({ clients: { ...clients, [bookedFor]: link } });
    return link;
  }
  if (client === undefined) return regarding as ClientLink;
  const known = clients[clientKey(client)];
  if (known) return known;
  const lead = await createLead.executeWithOptions({ ...pace, summary: "not known to Dynamics" }, [
    { client, appointment },
  ]);
  store.update({ clients: { ...store.current.clients, [clientKey(client)]: lead } });
  return lead;
}

/**
 * Whoever is not known. That somebody is nobody in Dynamics was true when it was asked: they are looked up again with each
 * event.
 */
function peopleToLookUp(
  { clients, users }: SyncAppointmentState,
  { attendees, staff }: Appointment,
  client: Attendee | undefined,
) {
  const emails = staff.flatMap(({ email }) => email ?? []);
  const strangers = {
    attendees: attendees.filter((attendee) => !clients[clientKey(attendee)]),
    staffEmails: emails.filter((email) => !users[emailKey(email)]),
  };
  const neverAskedFor = {
    attendees: strangers.attendees.filter((one) => one === client || !(clientKey(one) in clients)),
    staffEmails: strangers.staffEmails.filter((email) => !(emailKey(email) in users)),
  };
  const isSame =
    strangers.attendees.length === neverAskedFor.attendees.length &&
    strangers.staffEmails.length === neverAskedFor.staffEmails.length;
  return isSame || patched("ask-again") ? strangers : neverAskedFor;
}

/** For the first look-up of a run: an earlier run may have written the row, and its client is the better answer. */
function existingRowOf(state: SyncAppointmentState, appointment: Appointment) {
  const client = state.saved === undefined ? regardingClient(appointment) : undefined;
  return client && { standing: rowToLookFor(state, appointment, clientKey(client)) };
}

function rowToLookFor({ earlierActivityId }: SyncAppointmentState, { id }: Appointment, client: string) {
  return {
    appointmentId: id,
    client,
    ...(earlierActivityId !== undefined && { activityId: earlierActivityId }),
  };
}

/** Dynamics has other rows or users than we remember. */
function isAboutRows(error: unknown): boolean {
  return (
    error instanceof ActivityFailure &&
    error.cause instanceof ApplicationFailure &&
    aboutRows.has(error.cause.type ?? "")
  );
}

const aboutRows: ReadonlySet<string> = new Set<string>([
  "DynamicsRowGone",
  "DynamicsDuplicate",
  "DynamicsOwnerRefused",
]);
