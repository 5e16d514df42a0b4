/** What one Workflow remembers. Plain JSON: it is carried over continue-as-new and shown by the query. */
import type { SavedAppointment } from "../activities/appointments.ts";
import {
  comparePositions,
  type CoconutEvent,
  isCoconutEvent,
  type Position,
  positionOf,
} from "../appointments/events.ts";
import { type BookedFrom, clientKey, type IsoUtc, regardingClient } from "../appointments/appointment.ts";
import type { ClientLink } from "../appointments/matching.ts";
import type { UsersByEmail } from "../appointments/owner.ts";
import type { SyncState } from "./search-attributes.ts";

/**
 * - `applied`: written to Dynamics; `unchanged`: nothing in it to write; `waiting`: not to be written yet
 * - `contained`: overtaken by a newer event of the same burst, which carries the whole appointment
 * - `stale`: older than what was already taken up; `superseded`: parked, then overtaken by a newer event
 * - `skipped`: left unwritten by an operator; `pending`: taken in, not finished
 */
export type Outcome =
  | "pending"
  | "applied"
  | "unchanged"
  | "waiting"
  | "contained"
  | "stale"
  | "superseded"
  | "skipped";

export interface EventRecord {
  readonly eventId: string;
  readonly type: CoconutEvent["type"];
  readonly receivedAt: IsoUtc;
  readonly outcome: Outcome;
}

/** Why the Workflow waits for a person, in words for that person. */
export interface Problem {
  readonly type: string;
  readonly message: string;
  readonly since: IsoUtc;
}

export interface SyncAppointmentState {
  readonly version: 1;
  readonly tenant: string;
  readonly appointmentId: string;
  syncState: SyncState;
  /** The newest event taken up, whether it was written or not. */
  watermark?: Position;
  /** The last events, oldest first: the memory that tells a second delivery. */
  events: readonly EventRecord[];
  duplicates: number;
  /** Signals that were not a canonical event of this appointment, say typed by hand. */
  rejected: number;
  /** By `clientKey`; `null` for an attendee Dynamics does not know. */
  clients: Readonly<Record<string, ClientLink | null>>;
  users: UsersByEmail;
  regarding?: ClientLink;
  /** Said by the first event that told it; `link` is what was found there, `null` when that row is gone. */
  bookedFrom?: Pick<BookedFrom, "table" | "id"> & { readonly client?: string; link?: ClientLink | null };
  /** The settle period runs from the later of these two. */
  appointmentEnd?: IsoUtc;
  lastTakenUpAt?: IsoUtc;
  saved?: SavedAppointment & { readonly fingerprint: string; readonly at: IsoUtc };
  waitingFor?: string;
  problem?: Problem;
}

export function newState(tenant: string, appointmentId: string): SyncAppointmentState {
  return {
    version: 1,
    tenant,
    appointmentId,
    syncState: "Syncing",
    events: [],
    duplicates: 0,
    rejected: 0,
    clients: {},
    users: {},
  };
}

/** A second delivery comes within hours; by then the watermark tells an event that fell out of this list. */
const rememberedEvents = 200;

/** Takes a delivery in: true when its event is new and is to be worked on. Never throws. */
export function admit(state: SyncAppointmentState, event: unknown): event is CoconutEvent {
  const isOurs =
    isCoconutEvent(event) && event.appointment.id === state.appointmentId && event.tenant === state.tenant;
  if (!isOurs) {
    state.rejected += 1;
    return false;
  }
  learnBookedFrom(state, event);
  if (state.events.some(({ eventId }) => eventId === event.eventId)) {
    state.duplicates += 1;
    return false;
  }
  const isStale = state.watermark !== undefined && comparePositions(positionOf(event), state.watermark) <= 0;
  const { eventId, type, receivedAt } = event;
  const outcome = isStale ? "stale" : "pending";
  state.events = [...state.events, { eventId, type, receivedAt, outcome } as const].slice(-rememberedEvents);
  return !isStale;
}

/** Also a stale event is listened to here: that it was late does not change where the banker stood. */
function learnBookedFrom(state: SyncAppointmentState, { appointment }: CoconutEvent): void {
  if (appointment.bookedFrom === undefined || state.bookedFrom !== undefined) return;
  const { table, id } = appointment.bookedFrom;
  const client = regardingClient(appointment);
  state.bookedFrom = { table, id, ...(client && { client: clientKey(client) }) };
}

/** The row that the appointment was booked from, while nobody has looked at it yet. */
export function unseenOrigin({
  bookedFrom,
}: SyncAppointmentState): Pick<BookedFrom, "table" | "id"> | undefined {
  if (bookedFrom === undefined || bookedFrom.link !== undefined) return undefined;
  return { table: bookedFrom.table, id: bookedFrom.id };
}

export function record(state: SyncAppointmentState, { eventId }: CoconutEvent, outcome: Outcome): void {
  state.events = state.events.map((known) => (known.eventId === eventId ? { ...known, outcome } : known));
}

/** From here on this event is the newest we know; older ones are stale, whatever becomes of it. */
export function takeUp(state: SyncAppointmentState, event: CoconutEvent, at: IsoUtc): void {
  state.watermark = positionOf(event);
  state.appointmentEnd = event.appointment.end;
  state.lastTakenUpAt = at;
}
