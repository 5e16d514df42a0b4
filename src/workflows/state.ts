/** What one Workflow `syncAppointment` remembers. Plain JSON: continue-as-new hands it over, a query shows it. */
import type { SavedAppointment } from "../activities/appointments.ts";
import {
  comparePositions,
  type CoconutEvent,
  isCoconutEvent,
  type Position,
  positionOf,
} from "../appointments/events.ts";
import { clientKey, type IsoUtc, regardingClient } from "../appointments/appointment.ts";
import type { ClientLink } from "../appointments/matching.ts";
import type { UsersByEmail } from "../appointments/owner.ts";
import type { RowRef } from "../appointments/row-ref.ts";
import type { SyncState } from "./search-attributes.ts";

/**
 * What became of an event:
 * - `applied`: written to Dynamics; `unchanged`: nothing in it to write; `waiting`: not to be written yet
 * - `contained`: not written, as a newer event came with it, and each event carries the whole appointment
 * - `stale`: older than an event that was taken up before; `superseded`: parked, then replaced by a newer event
 * - `skipped`: an operator left it unwritten; `pending`: taken in, not finished
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

/** One event and what became of it. */
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

/** Shown as it is by the query `syncState`, and handed from run to run: its fields may be added to, never renamed. */
export interface SyncAppointmentState {
  readonly version: 1;
  readonly tenant: string;
  readonly appointmentId: string;
  readonly syncState: SyncState;
  /** Where the newest event that was taken up stands in the order of events, whether it was written or not. */
  readonly watermark?: Position;
  /** The last events, oldest first: by them a second delivery is recognised. */
  readonly events: readonly EventRecord[];
  readonly duplicates: number;
  /** Signals that were not a canonical event of this appointment, for example one that a person typed. */
  readonly rejected: number;
  /** By `clientKey`; `null` for an attendee Dynamics does not know. */
  readonly clients: Readonly<Record<string, ClientLink | null>>;
  readonly users: UsersByEmail;
  readonly regarding?: ClientLink;
  /**
   * The row of the first event that named one. `link`: undefined = not looked up yet, null = the row is gone, else the
   * row it is now (after merges). `client`: the `clientKey` of the client that the banker booked for.
   */
  readonly bookedFrom?: RowRef & {
    readonly client?: string;
    readonly link?: ClientLink | null;
  };
  /** The settle period starts at the later of these two. */
  readonly appointmentEnd?: IsoUtc;
  readonly lastTakenUpAt?: IsoUtc;
  readonly saved?: SavedAppointment & { readonly fingerprint: string; readonly at: IsoUtc };
  readonly waitingFor?: string;
  readonly problem?: Problem;
}

/** New values of some fields; `undefined` removes a field. */
export type StateChange = {
  readonly [Field in keyof SyncAppointmentState]?: SyncAppointmentState[Field] | undefined;
};

/** The state of one Workflow. `update` is the only place that changes it; `current` is a new object afterwards. */
export interface StateStore {
  readonly current: SyncAppointmentState;
  update(change: StateChange): void;
}

/** Keeps the state of one run, beginning with `initial`. */
export function createStateStore(initial: SyncAppointmentState): StateStore {
  let current = initial;
  return {
    get current() {
      return current;
    },
    update(change) {
      const fields = Object.entries({ ...current, ...change }).filter(([, value]) => value !== undefined);
      current = Object.fromEntries(fields) as unknown as SyncAppointmentState;
    },
  };
}

/** The state of an appointment of which no event has been taken in. */
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

/** A second delivery comes within hours; an event that is no longer in this list is stale by the watermark. */
const rememberedEvents = 200;

/** Whether the value of a Signal is a new event that is to be written, and what taking it in changes. Never throws. */
export function admit(
  state: SyncAppointmentState,
  event: unknown,
): { readonly isNew: boolean; readonly change: StateChange } {
  const isOurs =
    isCoconutEvent(event) && event.appointment.id === state.appointmentId && event.tenant === state.tenant;
  if (!isOurs) return { isNew: false, change: { rejected: state.rejected + 1 } };
  const bookedFrom = state.bookedFrom ?? originOf(event);
  if (state.events.some(({ eventId }) => eventId === event.eventId)) {
    return { isNew: false, change: { bookedFrom, duplicates: state.duplicates + 1 } };
  }
  const isStale = state.watermark !== undefined && comparePositions(positionOf(event), state.watermark) <= 0;
  const { eventId, type, receivedAt } = event;
  const outcome = isStale ? "stale" : "pending";
  const events = [...state.events, { eventId, type, receivedAt, outcome } as const].slice(-rememberedEvents);
  return { isNew: !isStale, change: { bookedFrom, events } };
}

/** Of a stale event too: that it is late does not change which row the banker booked from. */
function originOf({ appointment }: CoconutEvent): SyncAppointmentState["bookedFrom"] {
  if (appointment.bookedFrom === undefined) return undefined;
  const { table, id } = appointment.bookedFrom;
  const client = regardingClient(appointment);
  return { table, id, ...(client && { client: clientKey(client) }) };
}

/** The row that the appointment was booked from, as long as it has not been looked up. */
export function originToLookUp({ bookedFrom }: SyncAppointmentState): RowRef | undefined {
  if (bookedFrom === undefined || bookedFrom.link !== undefined) return undefined;
  return { table: bookedFrom.table, id: bookedFrom.id };
}

/** Notes what became of an event. */
export function recordOutcome(
  state: SyncAppointmentState,
  { eventId }: CoconutEvent,
  outcome: Outcome,
): StateChange {
  return {
    events: state.events.map((known) => (known.eventId === eventId ? { ...known, outcome } : known)),
  };
}

/** Makes an event the newest one: from now on older events are stale, whatever becomes of this one. */
export function takeUp(event: CoconutEvent, at: IsoUtc): StateChange {
  return { watermark: positionOf(event), appointmentEnd: event.appointment.end, lastTakenUpAt: at };
}
