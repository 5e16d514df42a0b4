/** A verified delivery → the canonical event. The one door from Coconut's words to ours. */
import { type CoconutEvent, eventTypes, type EventType } from "../appointments/events.ts";
import { readCampaignWords } from "./booked-from.ts";
import { fingerprintOf, sha256 } from "./fingerprint.ts";
import { interpretAppointment, present } from "./interpret.ts";
import { isObject, readValue } from "./paths.ts";
import { chooseShape, labelOf, readFields, type Shape } from "./read-fields.ts";
import { WireEvent } from "./schemas.ts";
import type { WireMap } from "./wire-map.ts";

export interface VerifiedDelivery {
  /** The parsed JSON. */
  readonly body: unknown;
  readonly rawBody: Uint8Array;
  readonly signedId?: string | undefined;
  readonly receivedAt: Date;
  /** The one tenant of this deployment. */
  readonly tenant: string;
  readonly wireMap: WireMap;
  /** What signed the rows that were booked from; left out where nothing can be booked from Dynamics. */
  readonly bookedFromSecret?: Uint8Array | undefined;
}

export type Normalized =
  | { readonly kind: "event"; readonly event: CoconutEvent }
  /** `rawType` is their event name: at most 100 printable characters. */
  | { readonly kind: "ignored"; readonly eventId: string; readonly reason: string; readonly rawType: string }
  /** Each issue is the path in the payload and what is wrong there, never the value. */
  | { readonly kind: "malformed"; readonly issues: readonly string[] };

/** Never throws: what cannot be read is `malformed`, what is not ours is `ignored`. */
export function normalizeDelivery(delivery: VerifiedDelivery): Normalized {
  const { body, wireMap } = delivery;
  if (!isObject(body)) return malformed(["the body: must be a JSON object"]);
  const shape = chooseShape(body, wireMap);
  const { document, paths } = shape;
  const eventPath = paths.event ?? "event";
  // `event` is looked at too: a ping or a client's event need not have the shape of an appointment's.
  const rawType = readValue(document, eventPath) ?? readValue(document, "event");
  if (rawType === undefined || rawType === null) return malformed([`${eventPath}: is missing`]);
  if (typeof rawType !== "string" || rawType.trim() === "") {
    return malformed([`${eventPath}: must be the name of an event`]);
  }
  const eventId = eventIdOf(delivery, shape);
  const type = eventTypeOf(rawType.trim(), wireMap);
  if (type === undefined || type === "ignore") {
    const reason = type === "ignore" ? "the wire map ignores this event" : "event kind is not synced";
    return { kind: "ignored", eventId, reason, rawType: printable(rawType) };
  }
  if (shape.issues.length > 0) return malformed(shape.issues);
  const parsed = WireEvent.safeParse(readFields(shape));
  if (!parsed.success) {
    return malformed(parsed.error.issues.map((issue) => `${labelOf(paths, issue.path)}: ${issue.message}`));
  }
  return finish(parsed.data, eventId, type, delivery, shape);
}

function finish(
  wire: WireEvent,
  eventId: string,
  type: EventType,
  delivery: VerifiedDelivery,
  { paths }: Shape,
): Normalized {
  const issues: string[] = [];
  const report = (field: string, what: string): void => {
    issues.push(`${labelOf(paths, field.split("."))}: ${what}`);
  };
  if (wire.tenant !== undefined && wire.tenant.toLowerCase() !== delivery.tenant.trim().toLowerCase()) {
    report("tenant", "is not the tenant of this deployment");
  }
  const read = interpretAppointment(wire, type, delivery.wireMap.statuses, report);
  if (read === undefined || issues.length > 0) return malformed(issues);
  const bookedFrom = bookedFromOf(wire, delivery);
  const appointment = { ...read.appointment, ...(bookedFrom && { bookedFrom }) };
  const receivedAt = delivery.receivedAt.toISOString();
  const event = present<CoconutEvent>({
    version: 1,
    eventId,
    type,
    tenant: delivery.tenant,
    occurredAt: read.occurredAt ?? appointment.updatedAt ?? receivedAt,
    receivedAt,
    sequence: wire.sequence,
    fingerprint: fingerprintOf(appointment),
    appointment,
  });
  return { kind: "event", event };
}

function bookedFromOf({ bookedFrom }: WireEvent, { bookedFromSecret: secret, tenant }: VerifiedDelivery) {
  return secret && readCampaignWords(bookedFrom, { secret, tenant });
}

function eventTypeOf(name: string, { events }: WireMap): EventType | "ignore" | undefined {
  if (events !== undefined && Object.hasOwn(events, name)) return events[name];
  return eventTypes.find((type) => type === name.toLowerCase());
}

/** The signed id, else the body's, else a digest of the bytes: a redelivery always gets the same one. */
function eventIdOf({ signedId, rawBody }: VerifiedDelivery, { document, paths }: Shape): string {
  if (signedId !== undefined) return signedId;
  const id = paths.id === undefined ? undefined : readValue(document, paths.id);
  const text = typeof id === "number" && Number.isSafeInteger(id) ? String(id) : id;
  return typeof text === "string" && /^[\x21-\x7e]{1,256}$/.test(text.trim()) ? text.trim() : sha256(rawBody);
}

function printable(text: string): string {
  const visible = text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, "").trim();
  return visible.slice(0, 100).replace(/[\ud800-\udbff]$/, "");
}

function malformed(issues: readonly string[]): Normalized {
  return { kind: "malformed", issues };
}
