/** The default wire, a JSON:API document: finds each related resource among `included`. */
import { isObject } from "./paths.ts";
import type { FieldPaths } from "./wire-map.ts";

/** Where the default wire has each field, once `resolveRelationships` has put the related resources in place. */
export const jsonApiPaths = {
  event: "event",
  id: "id",
  occurredAt: "occurred_at",
  sequence: "sequence",
  tenant: "tenant",
  appointment: {
    id: "data.id",
    status: "data.attributes.status",
    start: "data.attributes.start",
    end: "data.attributes.end",
    timezone: "data.attributes.timezone",
    meetingMethod: "data.attributes.meeting_method",
    bookedThrough: "data.attributes.booked_through",
    group: "data.attributes.group",
    walkIn: "data.attributes.walk_in",
    notes: "data.attributes.notes",
    createdAt: "data.attributes.created_at",
    updatedAt: "data.attributes.updated_at",
  },
  bookedFrom: {
    content: "data.attributes.utm.content",
    term: "data.attributes.utm.term",
    campaign: "data.attributes.utm.campaign",
  },
  location: {
    id: "relationships.location[0].id",
    externalId: "relationships.location[0].attributes.external_id",
    name: "relationships.location[0].attributes.name",
    address: "relationships.location[0].attributes.address",
    city: "relationships.location[0].attributes.city",
    region: "relationships.location[0].attributes.prov_state",
    postcode: "relationships.location[0].attributes.zip_postal",
    country: "relationships.location[0].attributes.country",
    timezone: "relationships.location[0].attributes.timezone",
  },
  services: {
    list: "relationships.services",
    id: "id",
    externalId: "attributes.external_id",
    name: "attributes.name",
    durationMinutes: "attributes.duration",
  },
  staff: {
    list: "relationships.staff",
    id: "id",
    externalId: "attributes.external_id",
    email: "attributes.email",
    firstName: "attributes.first_name",
    lastName: "attributes.last_name",
  },
  attendees: {
    list: "relationships.attendees",
    id: "id",
    clientId: "attributes.client_id",
    externalId: "attributes.external_id",
    firstName: "attributes.first_name",
    lastName: "attributes.last_name",
    email: "attributes.email",
    phone: "attributes.phone",
    cellPhone: "attributes.cell_phone",
    workPhone: "attributes.work_phone",
    address: "attributes.address",
    city: "attributes.city",
    region: "attributes.prov_state",
    postcode: "attributes.zip_postal",
    country: "attributes.country",
    locale: "attributes.lang",
    notes: "attributes.notes",
    status: "attributes.status",
  },
} as const satisfies FieldPaths;

/** The names that each relationship may have. A walk-in has `client` instead of `attendees` (Open API v2). */
const relationshipNames = {
  location: ["location", "locations"],
  services: ["services", "service"],
  staff: ["staff", "users", "user"],
  attendees: ["attendees", "attendee", "clients", "client"],
} as const;

/** Coconut's resource types → ours: singular and plural are the same, and so are users and staff. */
const resourceTypes = new Map([
  ["location", "location"],
  ["locations", "location"],
  ["service", "service"],
  ["services", "service"],
  ["user", "staff"],
  ["users", "staff"],
  ["staff", "staff"],
  ["attendee", "attendee"],
  ["attendees", "attendee"],
  ["client", "client"],
  ["clients", "client"],
]);

const appointmentTypes = ["appointments", "appointment", "queue-appointments", "queue-appointment"];

/** Whether this is an appointment on the default wire. Its fields are not checked here. */
export function isJsonApi(body: unknown): body is Readonly<Record<string, unknown>> {
  const data = own(body, "data");
  const type = own(data, "type");
  return (
    typeof type === "string" &&
    appointmentTypes.includes(type.toLowerCase()) &&
    isObject(own(data, "attributes"))
  );
}

/**
 * The document with a member `relationships` that has the full resources. A resource that is not among `included` is left
 * with its id alone; of an attendee that is an issue: without the person the client's row cannot be found.
 */
export function resolveRelationships(body: Readonly<Record<string, unknown>>): {
  readonly document: Readonly<Record<string, unknown>>;
  readonly issues: readonly string[];
} {
  // The first of each type and id counts: of equal keys, a map keeps the last.
  const resources = asList(own(body, "included")).toReversed();
  const included = new Map(resources.map((resource) => [keyOf(resource, ""), resource]));
  const declared = own(own(body, "data"), "relationships");
  const issues: string[] = [];
  const relationships: Record<string, readonly unknown[]> = {};
  for (const [relationship, names] of Object.entries(relationshipNames)) {
    const name = names.find((candidate) => isPresent(own(declared, candidate))) ?? relationship;
    const path = `data.relationships.${name}`;
    const linkage = own(declared, name);
    if (isPresent(linkage) && own(linkage, "data") === undefined) issues.push(`${path}.data: is missing`);
    // No attendees are sent as an empty list. Without the list nothing is known of them: they must not be removed.
    if (relationship === "attendees" && !isPresent(linkage)) issues.push(`${path}: is missing`);
    relationships[relationship] = asList(own(linkage, "data")).map((reference, at) => {
      const resource = included.get(keyOf(reference, name)) ?? reference;
      if (relationship !== "attendees") return resource;
      if (!isObject(own(resource, "attributes"))) issues.push(`${path}.data[${at}]: is not among included`);
      return withClientId(resource);
    });
  }
  return { document: { ...body, relationships }, issues };
}

/** Type and id; a reference without a type is of the type its relationship is named after. */
function keyOf(reference: unknown, relationshipName: string): string {
  const type = own(reference, "type");
  const word = typeof type === "string" && type !== "" ? type : relationshipName;
  const id = own(reference, "id"); // a number in one place may be a string in the other
  // Anything else is no id. It is not converted: for `{"toString": ""}` that would throw.
  const name = typeof id === "number" || typeof id === "string" ? String(id).trim() : "";
  return `${resourceTypes.get(word.toLowerCase()) ?? ""} ${name}`;
}

/** Adds the id of the person: `client_id`, else the related client, else the resource itself if it is a client. */
function withClientId(resource: unknown): unknown {
  const attributes = own(resource, "attributes");
  if (!isObject(resource) || !isObject(attributes) || isPresent(own(attributes, "client_id")))
    return resource;
  const related = own(own(own(own(resource, "relationships"), "client"), "data"), "id");
  const itself = keyOf(resource, "").startsWith("client ") ? own(resource, "id") : undefined;
  return { ...resource, attributes: { ...attributes, client_id: related ?? itself } };
}

function asList(data: unknown): readonly unknown[] {
  if (!isPresent(data)) return [];
  return Array.isArray(data) ? data : [data];
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function own(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
