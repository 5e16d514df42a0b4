/** How one event is written to Dynamics: find or create the client's row, then save the appointment row. */
import { ActivityFailure, ApplicationFailure, patched, proxyActivities } from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import { type Appointment, type Attendee, clientKey, regardingClient } from "../appointments/appointment.ts";
import type { CoconutEvent } from "../appointments/events.ts";
import type { ClientLink } from "../appointments/matching.ts";
import { emailKey } from "../appointments/owner.ts";
import { effectiveStatus, holdReason } from "../appointments/status.ts";
import { taskQueues } from "../temporal/task-queues.ts";
import { originToLookUp, type Outcome, type StateStore, type SyncAppointmentState } from "./state.ts";

/** Attempts are unlimited: what a person must decide comes back as a non-retryable failure. */
const { findClient, createLead, saveAppointment } = proxyActivities<Activities>({
  taskQueue: taskQueues.dynamicsActivities,
  startToCloseTimeout: "15 seconds",
  retry: { initialInterval: "1 second", backoffCoefficient: 2, maximumInterval: "5 minutes" },
});

/**
 * Writes the event's appointment to Dynamics, unless it is not to be written yet or nothing in it is new. What each step
 * finds out is put into the state at once: it is kept if a later step fails, and shown while a later step is retried.
 *
 * @throws ActivityFailure when a person must decide
 */
export async function applyEvent(store: StateStore, event: CoconutEvent): Promise<Outcome> {
  const { appointment, fingerprint } = event;
  const { saved } = store.current;
  const waitingFor = saved === undefined ? holdReason(appointment) : undefined;
  store.update({ waitingFor });
  if (waitingFor !== undefined) return "waiting";
  if (saved?.fingerprint === fingerprint && !originToLookUp(store.current)) return "unchanged";
  try {
    await identifyAndSave(store, appointment, fingerprint);
  } catch (error) {
    if (!isAboutRows(error)) throw error;
    // A row we remember was deleted, or one we do not know exists: forget all rows and look everybody up again, once.
    const { bookedFrom } = store.current;
    store.update({ clients: {}, users: {}, bookedFrom: bookedFrom && withoutLink(bookedFrom) });
    await identifyAndSave(store, appointment, fingerprint);
  }
  return "applied";
}

function withoutLink({ link: _link, ...origin }: NonNullable<SyncAppointmentState["bookedFrom"]>) {
  return origin;
}

async function identifyAndSave(store: StateStore, appointment: Appointment, fingerprint: string) {
  const regarding = await identify(store, appointment);
  const { saved: previous, clients, users } = store.current;
  // Until the reply is here nobody knows whether Dynamics has the old values or the new: neither counts as saved.
  if (previous !== undefined) {
    const { regarding: _regarding, ...rest } = previous;
    store.update({ saved: { ...rest, fingerprint: "", partiesFingerprint: "" } });
  }
  const saved = await saveAppointment.executeWithOptions(
    { summary: `${effectiveStatus(appointment)}, ${appointment.start}` },
    [{ appointment, regarding, clients, users, ...(previous && { previous }) }],
  );
  store.update({ regarding, saved: { ...saved, fingerprint, at: new Date().toISOString() } });
}

/**
 * The row that the appointment is regarding. Looks up whoever at the appointment is not known yet, all in one Activity,
 * and creates a lead for a client that Dynamics does not know.
 */
async function identify(store: StateStore, appointment: Appointment): Promise<ClientLink> {
  const state = store.current;
  // When the appointment belongs to the row it was booked from, no attendee has to be found for it.
  const client = state.bookedFrom?.link ? undefined : regardingClient(appointment);
  // The client that the appointment is regarding is looked up again as long as Dynamics does not know them.
  const isMissing = (attendee: Attendee) =>
    attendee === client ? !state.clients[clientKey(attendee)] : !(clientKey(attendee) in state.clients);
  const attendees = appointment.attendees.filter(isMissing);
  const staffEmails = appointment.staff
    .flatMap(({ email }) => email ?? [])
    .filter((email) => !(emailKey(email) in state.users));
  const origin = originToLookUp(state);

  if (attendees.length > 0 || staffEmails.length > 0 || origin) {
    const found = await findClient.executeWithOptions(
      { summary: `${attendees.length} client(s), ${staffEmails.length} staff` },
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
      ...(origin && bookedFrom && { bookedFrom: { ...bookedFrom, link: found.bookedFrom ?? null } }),
    });
    // The origin row became known during findClient: look again, or we create a duplicate lead.
    if (originToLookUp(store.current) && patched("look-for-origin-before-lead"))
      return identify(store, appointment);
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
  const lead = await createLead.executeWithOptions({ summary: "not known to Dynamics" }, [
    { client, appointment },
  ]);
  store.update({ clients: { ...store.current.clients, [clientKey(client)]: lead } });
  return lead;
}

/** For the first look-up of a run: an earlier run may have written the row, and its client is the better answer. */
function existingRowOf(state: SyncAppointmentState, appointment: Appointment) {
  const client = state.saved === undefined ? regardingClient(appointment) : undefined;
  return client && { standing: { appointmentId: appointment.id, client: clientKey(client) } };
}

/** Dynamics has other rows than we remember. */
function isAboutRows(error: unknown): boolean {
  return (
    error instanceof ActivityFailure &&
    error.cause instanceof ApplicationFailure &&
    (error.cause.type === "DynamicsRowGone" || error.cause.type === "DynamicsDuplicate")
  );
}
