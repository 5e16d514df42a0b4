/** A verified delivery → the canonical event. */
import { type CoconutEvent, eventTypes, type EventType } from "../appointments/events.ts";
import { cut } from "../appointments/text.ts";
import { cleanLine } from "./clean-text.ts";
import { sha256 } from "./fingerprint.ts";
import { isObject, isPresent, readValue } from "./paths.ts";
import { type AppointmentReader, readShapedAppointment, toEvent } from "./read-appointment.ts";
import { chooseShape, type Shape } from "./read-fields.ts";
import type { WireMap } from "./wire-map.ts";

/** One delivery whose signature was good. `signedId` is its id, if the signature covers it. */
export interface VerifiedDelivery {
  /** The parsed JSON. */
  readonly body: unknown;
  readonly rawBody: Uint8Array;
  readonly signedId?: string | undefined;
  readonly receivedAt: Date;
}

/** What a delivery turned out to be. */
export type DeliveryResult =
  /** `leftOut`: the paths that the event does without, and why they cannot be read; no value. */
  | { readonly kind: "event"; readonly event: CoconutEvent; readonly leftOut: readonly string[] }
  /** `rawType` is their event name: at most 100 printable characters. */
  | { readonly kind: "ignored"; readonly eventId: string; readonly reason: string; readonly rawType: string }
  /** Each issue is the path in the payload and what is wrong there, never the value. */
  | { readonly kind: "malformed"; readonly issues: readonly string[] };

/** Never throws: a delivery that cannot be read is `malformed`, an event that we do not sync is `ignored`. */
export function readDelivery(delivery: VerifiedDelivery, reader: AppointmentReader): DeliveryResult {
  const { body, receivedAt } = delivery;
  const { tenant, wireMap } = reader;
  if (!isObject(body)) return malformed(["the body: must be a JSON object"]);
  const shape = chooseShape(body, wireMap);
  const { document, paths } = shape;
  const eventPath = paths.event ?? "event";
  // `event` is looked at too: a ping or a client's event need not have the shape of an appointment's.
  const rawType = readValue(document, eventPath) ?? readValue(document, "event");
  if (rawType === undefined || rawType === null) return malformed([`${eventPath}: is missing`]);
  if (typeof rawType !== "string" || cleanLine(rawType) === "") {
    return malformed([`${eventPath}: must be the name of an event`]);
  }
  const ownId = delivery.signedId ?? bodyIdOf(shape);
  const eventId = ownId ?? sha256(delivery.rawBody);
  const type = eventTypeOf(cleanLine(rawType), wireMap);
  if (type === undefined || type === "ignore") {
    const reason = type === "ignore" ? "the wire map ignores this event" : "event kind is not synced";
    return { kind: "ignored", eventId, reason, rawType: printable(rawType) };
  }
  const read = readShapedAppointment(shape, type, reader, (wire, report) => {
    if (wire.tenant !== undefined && wire.tenant.toLowerCase() !== tenant.trim().toLowerCase()) {
      report("tenant", "is not the tenant of this deployment");
    }
  });
  if (read.kind === "malformed") return read;
  const { leftOut, ...told } = read;
  const { id: idPath } = paths;
  const isIdOdd = ownId === undefined && idPath !== undefined && isPresent(readValue(document, idPath));
  return {
    kind: "event",
    event: toEvent({ ...told, eventId, type, tenant, receivedAt }),
    leftOut: isIdOdd ? [`${idPath}: must be 1 to 256 visible characters of ASCII`, ...leftOut] : leftOut,
  };
}

function eventTypeOf(name: string, { events }: WireMap): EventType | "ignore" | undefined {
  if (events !== undefined && Object.hasOwn(events, name)) return events[name];
  return eventTypes.find((type) => type === name.toLowerCase());
}

/** Without it and without a signed one, a digest of the bytes names the event: a redelivery always gets the same id. */
function bodyIdOf({ document, paths }: Shape): string | undefined {
  const id = paths.id === undefined ? undefined : readValue(document, paths.id);
  const text = typeof id === "number" && Number.isSafeInteger(id) ? String(id) : id;
  return typeof text === "string" && /^[\x21-\x7e]{1,256}$/.test(text.trim()) ? text.trim() : undefined;
}

function printable(text: string): string {
  return cut(text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, "").trim(), 100);
}

function malformed(issues: readonly string[]): DeliveryResult {
  return { kind: "malformed", issues };
}
