/** An appointment as Coconut sends it, in a delivery or as the answer to a booking → the appointment in our words. */
import type { Appointment, IsoUtc } from "../appointments/appointment.ts";
import type { CoconutEvent, EventType } from "../appointments/events.ts";
import { readCampaignWords } from "./booked-from.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { interpretAppointment, withoutUndefined } from "./interpret.ts";
import { chooseShape, labelOf, readFields, type Shape } from "./read-fields.ts";
import type { Report } from "./schedule.ts";
import { WireEvent } from "./schemas.ts";
import type { WireMap } from "./wire-map.ts";

/** What has to be known of a deployment to read its appointments. */
export interface AppointmentReader {
  /** The one tenant of this deployment. */
  readonly tenant: string;
  readonly wireMap: WireMap;
  /** Signs the row that an appointment was booked from; left out where nothing can be booked from Dynamics. */
  readonly bookedFromSecret?: Uint8Array | undefined;
}

/** What a document says of one appointment. Each issue is a path in the document and what is wrong there, no value. */
export type AppointmentResult =
  | {
      readonly kind: "appointment";
      readonly appointment: Appointment;
      readonly occurredAt: IsoUtc | undefined;
      readonly sequence: number | undefined;
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
  const { paths } = shape;
  if (shape.issues.length > 0) return malformed(shape.issues);
  const parsed = WireEvent.safeParse(readFields(shape));
  if (!parsed.success) {
    return malformed(parsed.error.issues.map((issue) => `${labelOf(paths, issue.path)}: ${issue.message}`));
  }
  const wire = parsed.data;
  const issues: string[] = [];
  const report: Report = (field, what) => {
    issues.push(`${labelOf(paths, field.split("."))}: ${what}`);
  };
  checkMore?.(wire, report);
  const read = interpretAppointment(wire, type, wireMap.statuses, report);
  if (read === undefined || issues.length > 0) return malformed(issues);
  const bookedFrom = secret && readCampaignWords(wire.bookedFrom, { secret, tenant });
  const appointment = { ...read.appointment, ...(bookedFrom && { bookedFrom }) };
  return { kind: "appointment", appointment, occurredAt: read.occurredAt, sequence: wire.sequence };
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

function malformed(issues: readonly string[]): AppointmentResult {
  return { kind: "malformed", issues };
}
