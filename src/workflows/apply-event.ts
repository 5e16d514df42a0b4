/** How one event is brought to Dynamics: who is it about, is there a lead to make, save the row. */
import { ActivityFailure, ApplicationFailure, patched, proxyActivities } from "@temporalio/workflow";
import type { Activities } from "../activities/index.ts";
import { type Appointment, type Attendee, clientKey, regardingClient } from "../appointments/appointment.ts";
import type { CoconutEvent } from "../appointments/events.ts";
import type { ClientLink } from "../appointments/matching.ts";
import { emailKey } from "../appointments/owner.ts";
import { effectiveStatus, holdReason } from "../appointments/status.ts";
import { type Outcome, type SyncAppointmentState, unseenOrigin } from "./state.ts";

/** Attempts are unlimited: what a person must decide comes back as a non-retryable failure. */
const { findClient, createLead, saveAppointment } = proxyActivities<Activities>({
  taskQueue: "dynamics",
  startToCloseTimeout: "15 seconds",
  retry: { initialInterval: "1 second", backoffCoefficient: 2, maximumInterval: "5 minutes" },
});

/** @throws ActivityFailure when a person must decide */
export async function applyEvent(state: SyncAppointmentState, event: CoconutEvent): Promise<Outcome> {
  const { appointment, fingerprint } = event;
  const hold = state.saved === undefined ? holdReason(appointment) : undefined;
  if (hold !== undefined) {
    state.waitingFor = hold;
    return "waiting";
  }
  delete state.waitingFor;
  if (state.saved?.fingerprint === fingerprint && !unseenOrigin(state)) return "unchanged";
  try {
    await identifyAndSave(state, appointment, fingerprint);
  } catch (error) {
    if (!isAboutRows(error)) throw error;
    // Somebody deleted the row we remembered, or made the one we miss: look once more, as if for the first time.
    state.clients = {};
    state.users = {};
    delete state.bookedFrom?.link;
    await identifyAndSave(state, appointment, fingerprint);
  }
  return "applied";
}

async function identifyAndSave(state: SyncAppointmentState, appointment: Appointment, fingerprint: string) {
  const regarding = await identify(state, appointment);
  const previous = state.saved;
  // Until the reply is here nobody knows which of the two stands in Dynamics: neither may pass for unchanged.
  if (previous !== undefined) {
    const { regarding: _regarding, ...rest } = previous;
    state.saved = { ...rest, fingerprint: "", partiesFingerprint: "" };
  }
  const saved = await saveAppointment.executeWithOptions(
    { summary: `${effectiveStatus(appointment)}, ${appointment.start}` },
    [
      {
        appointment,
        regarding,
        clients: state.clients,
        users: state.users,
        ...(previous && { previous }),
      },
    ],
  );
  state.regarding = regarding;
  state.saved = { ...saved, fingerprint, at: new Date().toISOString() };
}

/** Everybody at the appointment by their row in Dynamics; asks for those we have not met, in one look-up. */
async function identify(state: SyncAppointmentState, appointment: Appointment): Promise<ClientLink> {
  const origin = state.bookedFrom;
  // On the row it was booked from everybody at the appointment is a guest, also whoever comes first.
  const client = origin?.link ? undefined : regardingClient(appointment);
  // Unknown before is not unknown now: the client the row is regarding is asked for until there is a row.
  const isMissing = (attendee: Attendee) =>
    attendee === client ? !state.clients[clientKey(attendee)] : !(clientKey(attendee) in state.clients);
  const attendees = appointment.attendees.filter(isMissing);
  const staffEmails = appointment.staff
    .flatMap(({ email }) => email ?? [])
    .filter((email) => !(emailKey(email) in state.users));

  const unseen = unseenOrigin(state);

  if (attendees.length > 0 || staffEmails.length > 0 || unseen) {
    const found = await findClient.executeWithOptions(
      { summary: `${attendees.length} client(s), ${staffEmails.length} staff` },
      [{ attendees, staffEmails, ...(unseen && { bookedFrom: unseen }), ...standingOf(state, appointment) }],
    );
    state.clients = { ...state.clients, ...found.clients };
    state.users = { ...state.users, ...found.users };
    if (unseen && origin) origin.link = found.bookedFrom ?? null;
    // Said while we looked: a lead that is made now would be one too many.
    else if (unseenOrigin(state) && patched("look-for-origin-before-lead"))
      return identify(state, appointment);
  }
  if (origin?.link) {
    const { client: guest, link } = origin;
    if (guest !== undefined) state.clients = { ...state.clients, [guest]: link };
    return link;
  }

  if (client === undefined) return state.regarding as ClientLink;
  const known = state.clients[clientKey(client)];
  if (known) return known;
  const lead = await createLead.executeWithOptions({ summary: "not known to Dynamics" }, [
    { client, appointment },
  ]);
  state.clients = { ...state.clients, [clientKey(client)]: lead };
  return lead;
}

/** The first time in this run: an earlier one may have written the row, and knew more of where it belongs. */
function standingOf(state: SyncAppointmentState, appointment: Appointment) {
  const client = state.saved === undefined ? regardingClient(appointment) : undefined;
  return client && { standing: { appointmentId: appointment.id, client: clientKey(client) } };
}

/** There are other rows in Dynamics than we took for granted. */
function isAboutRows(error: unknown): boolean {
  return (
    error instanceof ActivityFailure &&
    error.cause instanceof ApplicationFailure &&
    (error.cause.type === "DynamicsRowGone" || error.cause.type === "DynamicsDuplicate")
  );
}
