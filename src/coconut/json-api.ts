/** The default wire, a JSON:API document: finds each related resource among `included`. */
import { cleanLine } from "./clean-text.ts";
import { isObject, isPresent, toList } from "./paths.ts";
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

/** Whether this is an appointment on the default wire. Its fields are not checked here; a type of no text does not count. */
export function isJsonApi(body: unknown): body is Readonly<Record<string, unknown>> {
  const data = own(body, "data");
  const type = typeOf(data);
  return (type === "" || appointmentTypes.includes(type)) && isObject(own(data, "attributes"));
}

/** A document in which the related resources have been found, and where in the payload each of them was. */
export interface Resolved {
  readonly document: Readonly<Record<string, unknown>>;
  /** `{ attendees: ["included[3]"] }` */
  readonly origins: Readonly<Record<string, readonly string[]>>;
  /** Without the person the client's row cannot be found: attendees who are not told, or the first not among `included`. */
  readonly issues: readonly string[];
  /** Relationships that cannot be read, which an appointment can do without. */
  readonly leftOut: readonly string[];
}

/**
 * The document with a member `relationships` that has the full resources. A resource that is not among `included` is left
 * with its id alone, unless it is an attendee.
 */
export function resolveRelationships(body: Readonly<Record<string, unknown>>): Resolved {
  const declared = own(own(body, "data"), "relationships");
  const issues: string[] = [];
  const leftOut: string[] = [];
  const included = indexOf(own(body, "included"), leftOut);
  const relationships: Record<string, readonly unknown[]> = {};
  const origins: Record<string, readonly string[]> = {};
  for (const [relationship, names] of Object.entries(relationshipNames)) {
    const present = names.filter((candidate) => isPresent(own(declared, candidate)));
    const name = present.find((candidate) => readLinkage(own(declared, candidate), false)) ?? present[0];
    const path = `data.relationships.${name ?? relationship}`;
    const isAboutPeople = relationship === "attendees";
    const references = name === undefined ? undefined : readLinkage(own(declared, name), isAboutPeople);
    if (references === undefined && name !== undefined)
      (isAboutPeople ? issues : leftOut).push(`${path}.data: is missing`);
    // No attendees are sent as an empty list. Without the list nothing is known of them: they must not be removed.
    if (name === undefined && isAboutPeople) issues.push(`${path}: is missing`);
    const seen = new Set<unknown>();
    const found = (references ?? []).flatMap((reference, at) => {
      // A bare number or word is an id.
      const resource = isObject(reference) || !isPresent(reference) ? reference : { id: reference };
      const key = keyOf(resource, name ?? relationship);
      const untyped = keyOf({ id: own(resource, "id") }, "");
      const known = included.get(key ?? "") ?? included.get(untyped ?? "");
      // A reference is short, what it stands for is not: thousands to one resource would be read for seconds.
      if (known !== undefined && seen.has(known)) return [];
      seen.add(known);
      const origin = known?.origin ?? `${path}.data[${at}]`;
      if (!isAboutPeople) return { resource: known?.resource ?? resource, origin };
      const person = known?.resource ?? resource;
      if (!isObject(own(person, "attributes"))) {
        (at === 0 ? issues : leftOut).push(`${path}.data[${at}]: is not among included`);
        return [];
      }
      return { resource: withClientId(person), origin };
    });
    relationships[relationship] = found.map(({ resource }) => resource);
    origins[relationship] = found.map(({ origin }) => origin);
  }
  return { document: { ...body, relationships }, origins, issues, leftOut };
}

/** The first of each type and id that has attributes; without a type the only one of its id. */
function indexOf(
  included: unknown,
  leftOut: string[],
): ReadonlyMap<string, { readonly resource: unknown; readonly origin: string }> {
  const index = new Map<string, { resource: unknown; origin: string }>();
  const isOne = isObject(included) && "attributes" in included;
  for (const [at, resource] of (isPresent(included) ? toList(included) : []).entries()) {
    const key = keyOf(resource, "");
    const origin = isOne ? "included" : `included[${at}]`;
    const attributes = own(resource, "attributes");
    if (key === undefined) leftOut.push(`${origin}.id: must be text or a number`);
    else if (!isObject(attributes)) {
      if (isPresent(attributes)) leftOut.push(`${origin}.attributes: must be an object`);
    } else if (!index.has(key)) index.set(key, { resource, origin });
    // Of two without a type there is no telling which is meant.
    else if (typeOf(resource) === "") index.set(key, { resource: undefined, origin });
  }
  return index;
}

/**
 * The references of a relationship; undefined where there is no telling. Without `data` around them they are read as well,
 * but for an empty list: so PHP writes an object without members.
 */
function readLinkage(linkage: unknown, isNullSilence: boolean): readonly unknown[] | undefined {
  const data = own(linkage, "data");
  if (data === null) return isNullSilence ? undefined : [];
  if (data !== undefined) return toList(data);
  const isBare = Array.isArray(linkage) ? linkage.length > 0 : isPresent(own(linkage, "id"));
  return isBare ? toList(linkage) : undefined;
}

/** Type and id; a reference without a type is of the type its relationship is named after. */
function keyOf(reference: unknown, relationshipName: string): string | undefined {
  const word = typeOf(reference) || fold(relationshipName);
  const id = own(reference, "id"); // a number in one place may be a string in the other
  // Anything else is no id. It is not converted: for `{"toString": ""}` that would throw.
  const name = typeof id === "string" || Number.isSafeInteger(id) ? cleanLine(String(id)) : "";
  return name === "" ? undefined : `${resourceTypes.get(word) ?? word} ${name}`;
}

/** The type in one spelling; empty where none can be read. */
function typeOf(resource: unknown): string {
  const type = own(resource, "type");
  return typeof type === "string" ? fold(type) : "";
}

function fold(type: string): string {
  return cleanLine(type).toLowerCase().replaceAll("_", "-");
}

/** Adds the id of the person: `client_id`, else the related client, else the resource itself if it is a client. */
function withClientId(resource: unknown): unknown {
  const attributes = own(resource, "attributes");
  if (!isObject(resource) || !isObject(attributes) || isPresent(own(attributes, "client_id")))
    return resource;
  const related = own(own(own(own(resource, "relationships"), "client"), "data"), "id");
  const itself = keyOf(resource, "")?.startsWith("client ") ? own(resource, "id") : undefined;
  return { ...resource, attributes: { ...attributes, client_id: related ?? itself } };
}

function own(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
