/** An appointment as Coconut sends it, in a delivery or as the answer to a booking → the appointment in our words. */
import type { Appointment, IsoUtc } from "../appointments/appointment.ts";
import type { CoconutEvent, EventType } from "../appointments/events.ts";
import { readCampaignWords } from "./booked-from.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { interpretAppointment, withoutUndefined } from "./interpret.ts";
import { chooseShape, labelOf, readFields, type Shape } from "./read-fields.ts";
import type { Report } from "./schedule.ts";
import { parseWireEvent, type WireEvent } from "./schemas.ts";
import type { WireMap } from "./wire-map.ts";

/** What has to be known of a deployment to read its appointments. */
export interface AppointmentReader {
  /** The one tenant of this deployment. */
  readonly tenant: string;
  readonly wireMap: WireMap;
  /** Signs the row that an appointment was booked from; left out where nothing can be booked from Dynamics. */
  readonly bookedFromSecret?: Uint8Array | undefined;
}

/**
 * What a document says of one appointment. `leftOut`: what the appointment does without, as it cannot be read. That and each
 * issue is a path in the document and what is wrong there, no value.
 */
export type AppointmentResult =
  | {
      readonly kind: "appointment";
      readonly appointment: Appointment;
      readonly occurredAt: IsoUtc | undefined;
      readonly sequence: number | undefined;
      readonly leftOut: readonly string[];
    }
  | { readonly kind: "malformed"; readonly issues: readonly string[] };

/**
 * Reads a document that is known to tell of this kind of event: what it says of itself (id, event, tenant) does not count.
 * Never throws.
 */
export function readAppointment(
  document: Readonly<Record<string, unknown>>,
  type: EventType,
  reader: AppointmentReader,
): AppointmentResult {
  return readShapedAppointment(chooseShape(document, reader.wireMap), type, reader);
}

/** The same for a document whose paths are known already; `checkMore` reports what else is wrong with it. */
export function readShapedAppointment(
  shape: Shape,
  type: EventType,
  { tenant, wireMap, bookedFromSecret: secret }: AppointmentReader,
  checkMore?: (wire: WireEvent, report: Report) => void,
): AppointmentResult {
  if (shape.issues.length > 0) return { kind: "malformed", issues: shape.issues };
  const fields = readFields(shape);
  const issues: string[] = [...fields.issues];
  const leftOut: string[] = [...shape.leftOut, ...fields.leftOut];
  const reportTo =
    (reports: string[]): Report =>
    (field, what) => {
      reports.push(`${labelOf(shape, field.split("."))}: ${what}`);
    };
  const reports = { refuse: reportTo(issues), leaveOut: reportTo(leftOut) };
  const { wire, unreadable } = parseWireEvent(fields.values);
  for (const { field, what } of unreadable)
    (isRequired(field) ? reports.refuse : reports.leaveOut)(field.join("."), what);
  const malformed = () => ({ kind: "malformed", issues: [...issues, ...leftOut] }) as const;
  if (wire === undefined || issues.length > 0) return malformed();
  checkMore?.(wire, reports.refuse);
  const isStatusReadable = !unreadable.some(({ field }) => field.join(".") === "appointment.status");
  const { statuses } = wireMap;
  const read = interpretAppointment(wire, { type, statuses, isStatusReadable }, reports);
  if (read === undefined || issues.length > 0) return malformed();
  const bookedFrom = secret && readCampaignWords(wire.bookedFrom, { secret, tenant });
  const appointment = { ...read.appointment, ...(bookedFrom && { bookedFrom }) };
  const { occurredAt } = read;
  return { kind: "appointment", appointment, occurredAt, sequence: wire.sequence, leftOut };
}

function isRequired(field: readonly PropertyKey[]): boolean {
  return ["appointment.id", "appointment.start"].includes(field.join("."));
}

/** The canonical event that tells of an appointment. Without a time of its own, the event is as old as the appointment. */
export function toEvent(
  event: Pick<CoconutEvent, "eventId" | "type" | "tenant" | "appointment"> & {
    readonly occurredAt: IsoUtc | undefined;
    readonly sequence: number | undefined;
    readonly receivedAt: Date;
  },
): CoconutEvent {
  const { eventId, type, tenant, appointment, sequence } = event;
  const receivedAt = event.receivedAt.toISOString();
  return withoutUndefined<CoconutEvent>({
    version: 1,
    eventId,
    type,
    tenant,
    occurredAt: event.occurredAt ?? appointment.updatedAt ?? receivedAt,
    receivedAt,
    sequence,
    fingerprint: fingerprintOf(appointment),
    appointment,
  });
}
