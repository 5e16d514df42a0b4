/** The wire map: describes payloads of another shape by their event names, statuses and the path of each field. */
import { z } from "zod";
import { appointmentStatuses } from "../appointments/appointment.ts";
import { eventTypes } from "../appointments/events.ts";
import { isListPath, isValuePath } from "./paths.ts";

const valuePath = 'must be a path such as booking.start_at or ["odd.key"][0].id';
const value = z.string(valuePath).refine(isValuePath, valuePath).optional();

const listPath = "must be a path such as booking.guests[]";
const list = z.string(listPath).refine(isListPath, listPath);

const named = { id: value, externalId: value, name: value };
const postal = { address: value, city: value, region: value, postcode: value, country: value };

/**
 * A path for each canonical field; a field without one is absent. Paths start at the payload, those beside a
 * `list` at its items. With `extends: "json-api"`, a field without a path is read as the default wire has it,
 * and the related resources stand under `relationships` (see json-api.ts).
 */
const FieldPaths = z.strictObject({
  extends: z.literal("json-api").optional(),
  event: value,
  id: value,
  occurredAt: value,
  sequence: value,
  tenant: value,
  appointment: z
    .strictObject({
      id: value,
      status: value,
      start: value,
      end: value,
      timezone: value,
      meetingMethod: value,
      bookedThrough: value,
      group: value,
      walkIn: value,
      notes: value,
      createdAt: value,
      updatedAt: value,
    })
    .optional(),
  /** The campaign words (UTM) that carry the row a banker booked from. */
  bookedFrom: z.strictObject({ content: value, term: value, campaign: value }).optional(),
  location: z.strictObject({ ...named, ...postal, timezone: value }).optional(),
  services: z.strictObject({ list, ...named, durationMinutes: value }).optional(),
  staff: z
    .strictObject({ list, id: value, externalId: value, email: value, firstName: value, lastName: value })
    .optional(),
  attendees: z
    .strictObject({
      list,
      id: value,
      clientId: value,
      externalId: value,
      firstName: value,
      lastName: value,
      email: value,
      phone: value,
      cellPhone: value,
      workPhone: value,
      ...postal,
      locale: value,
      notes: value,
      status: value,
    })
    .optional(),
});
/** Paths by canonical field. */
export type FieldPaths = z.infer<typeof FieldPaths>;

/** Rules between paths are judged beside paths that are wrong by themselves. */
function isObject({ value: paths }: { readonly value: unknown }): boolean {
  return typeof paths === "object" && paths !== null;
}

/** The part `wire` of a mapping file. */
export const WireMap = z.strictObject({
  /** Their event name → ours, or `ignore`. Our own names need no entry. */
  events: z
    .record(
      z.string(),
      z.enum([...eventTypes, "ignore"], { error: `must be one of ${eventTypes.join(", ")}, ignore` }),
    )
    .optional(),
  /** Their status, a word or a number → ours. Case, spaces, hyphens and underscores do not matter. */
  statuses: z
    .record(
      z.string(),
      z.enum(appointmentStatuses, { error: `must be one of ${appointmentStatuses.join(", ")}` }),
    )
    .optional(),
  paths: FieldPaths.refine((paths) => paths.extends !== undefined || paths.event !== undefined, {
    error: "event is missing: without it no payload can be told from another",
    when: isObject,
  })
    .refine((paths) => paths.extends !== undefined || paths.appointment?.id !== undefined, {
      error: "appointment.id is missing: without it no appointment can be told from another",
      when: isObject,
    })
    .optional(),
});
/** What an administrator can say of the deliveries. */
export type WireMap = z.infer<typeof WireMap>;

/** No differences from the default wire, a JSON:API document in the words of Coconut's Open API v2. */
export const defaultWireMap: WireMap = {};
