/** What one Workflow `syncAppointment` remembers. Plain JSON: continue-as-new hands it over, a query shows it. */
import type { SavedAppointment } from "../activities/appointments.ts";
import type { StandingRow } from "../activities/standing-row.ts";
import type { IsoUtc } from "../appointments/appointment.ts";
import { type CoconutEvent, isCoconutEvent } from "../appointments/events.ts";
import { type FormerPosition, isFormer, readWatermark } from "../appointments/former-order.ts";
import { type Origin, originOf, rememberedEvents } from "../appointments/memory.ts";
import { isOlder, type Position, positionOf } from "../appointments/order.ts";
import type { ClientLink } from "../appointments/matching.ts";
import type { UsersByEmail } from "../appointments/owner.ts";
import type { RowRef } from "../appointments/row-ref.ts";
import type { SyncState } from "./search-attributes.ts";

/**
 * What became of an event:
 * - `applied`: written to Dynamics; `unchanged`: nothing in it to write; `waiting`: not to be written yet
 * - `contained`: not written, as a newer one took its place first, and each event carries the whole appointment
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

/** Why the Workflow waits, for a person or for Dynamics, in words for whoever looks. */
export interface Problem {
  readonly type: string;
  readonly message: string;
  readonly since: IsoUtc;
}

/** What an operator asked for last, and what came of it. */
export interface OperatorRequest {
  readonly asked: "retry" | "skip";
  readonly at: IsoUtc;
  readonly effect: string;
}

/** Shown as it is by the query `syncState`, and handed from run to run: its fields may be added to, never renamed. */
export interface SyncAppointmentState {
  readonly version: 1;
  readonly tenant: string;
  readonly appointmentId: string;
  readonly syncState: SyncState;
  /** Where the newest event stands that was taken in, whether it was written or not. */
  readonly watermark?: Position;
  /** Where the newest event stands that was taken up, by the former order; of runs that earlier versions began. */
  readonly formerWatermark?: FormerPosition;
  /** The last events, oldest first: by them a second delivery is recognised. */
  readonly events: readonly EventRecord[];
  /** The ids of events that earlier runs took in, for the same purpose. */
  readonly seenEarlier?: readonly string[];
  readonly duplicates: number;
  /** Signals that were not a canonical event of this appointment, for example one that a person typed. */
  readonly rejected: number;
  /** Of those at the appointment, by `clientKey`; `null` for an attendee whom Dynamics did not know when it was asked. */
  readonly clients: Readonly<Record<string, ClientLink | null>>;
  readonly users: UsersByEmail;
  readonly regarding?: ClientLink;
  /**
   * The row of the first event that named one. `link`: undefined = not looked up yet, null = the row is gone, else the
   * row it is now (after merges).
   */
  readonly bookedFrom?: Origin & { readonly link?: ClientLink | null };
  /** The settle period starts at the later of these two. */
  readonly appointmentEnd?: IsoUtc;
  readonly lastTakenUpAt?: IsoUtc;
  /** The appointment's row as it stood before this run's first save; null = there was none, absent = not looked for. */
  readonly standing?: StandingRow | null;
  readonly saved?: SavedAppointment & { readonly fingerprint: string; readonly at: IsoUtc };
  /** The appointment's row, as an earlier run left it. */
  readonly earlierActivityId?: string;
  readonly waitingFor?: string;
  /** Why it is parked. */
  readonly problem?: Problem;
  /** Why it is tried again and again. */
  readonly delay?: Problem;
  readonly lastRequest?: OperatorRequest;
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

/** What an arriving Signal is. `older`: than the newest event so far. */
export type Arrival = "new" | "older" | "duplicate" | "no event";

/** Judges the value of a Signal. Never throws. */
export function judge(state: SyncAppointmentState, event: unknown): Arrival {
  const isOurs =
    isCoconutEvent(event) && event.appointment.id === state.appointmentId && event.tenant === state.tenant;
  if (!isOurs) return "no event";
  const isKnown =
    state.events.some(({ eventId }) => eventId === event.eventId) ||
    state.seenEarlier?.includes(event.eventId) === true;
  if (isKnown) return "duplicate";
  return state.watermark !== undefined && isOlder(event, state.watermark) ? "older" : "new";
}

/** What taking in an event changes. `outcome`: of an event that is older, or `pending`. */
export function admit(state: SyncAppointmentState, event: CoconutEvent, outcome: Outcome): StateChange {
  const { eventId, type, receivedAt } = event;
  const events = [...state.events, { eventId, type, receivedAt, outcome } as const].slice(-rememberedEvents);
  const isNewest = outcome === "pending";
  return {
    bookedFrom: state.bookedFrom ?? originOf(event),
    events,
    ...(isNewest && { watermark: positionOf(event) }),
  };
}

/** What a second delivery changes. */
export function countDuplicate(state: SyncAppointmentState, event: CoconutEvent): StateChange {
  return { bookedFrom: state.bookedFrom ?? originOf(event), duplicates: state.duplicates + 1 };
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

/** Notes that an event is being written, which decides how long the Workflow stays open. */
export function takeUp(event: CoconutEvent, at: IsoUtc): StateChange {
  return {
    appointmentEnd: event.appointment.end,
    lastTakenUpAt: at,
  };
}

/** Forgets whose rows are whose: everybody is looked up again, and the row is written whatever is in it. */
export function forgetRows({ saved, bookedFrom }: SyncAppointmentState): StateChange {
  const { link: _link, ...origin } = bookedFrom ?? {};
  return {
    clients: {},
    users: {},
    ...(bookedFrom && { bookedFrom: origin as typeof bookedFrom }),
    ...(saved && { saved: { ...saved, fingerprint: "" } }),
  };
}

/** The state that the run before handed over: that of earlier versions has its watermark in the former order. */
export function readCarried(state: SyncAppointmentState): SyncAppointmentState {
  const watermark = state.watermark as Position | FormerPosition | undefined;
  if (!isFormer(watermark)) return state;
  return { ...state, watermark: readWatermark(watermark), formerWatermark: watermark };
}
