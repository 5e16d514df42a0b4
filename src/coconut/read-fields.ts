/** Reads the values of a payload of any shape, under the canonical field names, unchecked. */
import { isJsonApi, jsonApiPaths, resolveRelationships } from "./json-api.ts";
import { readList, readValue } from "./paths.ts";
import type { FieldPaths, WireMap } from "./wire-map.ts";

/** A payload and the paths at which it has each field. */
export interface Shape {
  readonly document: Readonly<Record<string, unknown>>;
  readonly paths: FieldPaths;
  /** What was found to be wrong before any field is read. */
  readonly issues: readonly string[];
}

/**
 * The paths of the wire map, if the payload has an appointment id there; else those of the default JSON:API document. Both
 * shapes may arrive at one deployment: from the demo, or from an old version of the sender.
 */
export function chooseShape(body: Readonly<Record<string, unknown>>, wireMap: WireMap): Shape {
  const own = wireMap.paths;
  const mapped = own !== undefined && own.extends === undefined;
  const ownId = mapped ? readValue(body, own.appointment?.id ?? "") : undefined;
  const isDefault = isJsonApi(body) && (ownId === undefined || ownId === null);
  if (mapped && !isDefault) return { document: body, paths: own, issues: [] };
  const paths = mapped || own === undefined ? jsonApiPaths : overlay(own);
  if (isDefault) return { ...resolveRelationships(body), paths };
  return { document: body, paths, issues: ["data: is not a JSON:API appointment"] };
}

function overlay(paths: FieldPaths): FieldPaths {
  return {
    ...jsonApiPaths,
    ...paths,
    appointment: { ...jsonApiPaths.appointment, ...paths.appointment },
    bookedFrom: { ...jsonApiPaths.bookedFrom, ...paths.bookedFrom },
    location: { ...jsonApiPaths.location, ...paths.location },
    services: { ...jsonApiPaths.services, ...paths.services },
    staff: { ...jsonApiPaths.staff, ...paths.staff },
    attendees: { ...jsonApiPaths.attendees, ...paths.attendees },
  };
}

/** Every canonical field has a member, `undefined` where the payload has none. The input of `WireEvent`. */
export function readFields({ document, paths }: Shape): Readonly<Record<string, unknown>> {
  const location = readGroup(document, paths.location, jsonApiPaths.location);
  const hasLocation = Object.values(location).some((value) => value !== undefined && value !== null);
  const people = readItems(document, paths.attendees, jsonApiPaths.attendees);
  return {
    occurredAt: readOptional(document, paths.occurredAt),
    sequence: readOptional(document, paths.sequence),
    tenant: readOptional(document, paths.tenant),
    appointment: readGroup(document, paths.appointment, jsonApiPaths.appointment),
    bookedFrom: readGroup(document, paths.bookedFrom, jsonApiPaths.bookedFrom),
    location: hasLocation ? location : undefined,
    services: readItems(document, paths.services, jsonApiPaths.services),
    staff: readItems(document, paths.staff, jsonApiPaths.staff),
    // A flat payload may know the person only, not the attendance.
    attendees: people.map((person) => ({ ...person, id: person["id"] ?? person["clientId"] })),
  };
}

/** The sender's own path of a canonical field such as `attendees.0.email`, for a message to an operator. */
export function labelOf(paths: FieldPaths, field: readonly PropertyKey[]): string {
  const [group = "", first = "", second = ""] = field.map(String);
  const canonical = field.map(String).join(".");
  const at = new Map<string, string | Group | undefined>(Object.entries(paths)).get(group);
  if (typeof at === "string") return at;
  const unmapped = `${canonical} (has no path in the wire map)`;
  if (at?.["list"] === undefined) return at?.[first] ?? unmapped;
  const item = `${at["list"].replace(/\[\]$/, "")}[${first}]`;
  const member = at[second];
  return member === undefined || member === "." ? item : `${item}.${member}`;
}

type Group = Readonly<Record<string, string | undefined>>;

function readOptional(root: unknown, path: string | undefined): unknown {
  return path === undefined ? undefined : readValue(root, path);
}

/** `fields` names the members of the group; `paths` says where the payload has some of them. */
function readGroup(
  root: unknown,
  paths: Group | undefined,
  fields: Group,
): Readonly<Record<string, unknown>> {
  const names = Object.keys(fields).filter((name) => name !== "list");
  return Object.fromEntries(names.map((name) => [name, readOptional(root, paths?.[name])]));
}

function readItems(
  root: unknown,
  paths: (Group & { readonly list: string }) | undefined,
  fields: Group,
): readonly Readonly<Record<string, unknown>>[] {
  if (paths === undefined) return [];
  return readList(root, paths.list).map((item) => readGroup(item, paths, fields));
}
