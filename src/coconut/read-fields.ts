/** Reads the values of a payload of any shape, under the canonical field names, unchecked. */
import { isJsonApi, jsonApiPaths, type Resolved, resolveRelationships } from "./json-api.ts";
import { findObstacle, isPresent, readList, readValue } from "./paths.ts";
import type { FieldPaths, WireMap } from "./wire-map.ts";

/** A payload and the paths at which it has each field, with what was found to be wrong before any field is read. */
export interface Shape extends Resolved {
  readonly paths: FieldPaths;
}

/**
 * The paths of the wire map, if the payload has an appointment id there; else those of the default JSON:API document. Both
 * shapes may arrive at one deployment: from the demo, or from an old version of the sender.
 */
export function chooseShape(body: Readonly<Record<string, unknown>>, wireMap: WireMap): Shape {
  const own = wireMap.paths;
  const mapped = own !== undefined && own.extends === undefined;
  const ownId = mapped ? readValue(body, own.appointment?.id ?? "") : undefined;
  const isDefault = isJsonApi(body) && !isPresent(ownId);
  const unresolved = { document: body, origins: {}, leftOut: [] };
  if (mapped && !isDefault) return { ...unresolved, paths: own, issues: [] };
  const paths = mapped || own === undefined ? jsonApiPaths : overlay(own);
  if (isDefault) return { ...resolveRelationships(body), paths };
  return { ...unresolved, paths, issues: ["data: is not a JSON:API appointment"] };
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

/** What a payload has, unchecked. */
interface Fields {
  /** Every canonical field has a member, `undefined` where the payload has none. The input of `parseWireEvent`. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly issues: readonly string[];
  readonly leftOut: readonly string[];
}

/** The values of all fields. */
export function readFields(shape: Shape): Fields {
  const { document, paths } = shape;
  const optional = (path: string | undefined) => readOptional(document, path);
  const group = (name: "appointment" | "bookedFrom" | "location") =>
    readGroup(document, paths[name], jsonApiPaths[name]);
  const items = (name: "services" | "staff" | "attendees") => {
    const list = paths[name] === undefined ? [] : readList(document, paths[name].list);
    return list?.map((item) => readGroup(item, paths[name], jsonApiPaths[name]));
  };
  const attendees = items("attendees");
  return {
    values: {
      occurredAt: optional(paths.occurredAt),
      sequence: optional(paths.sequence),
      tenant: optional(paths.tenant),
      appointment: group("appointment"),
      bookedFrom: group("bookedFrom"),
      location: group("location"),
      services: items("services") ?? [],
      staff: items("staff") ?? [],
      attendees: attendees ?? [],
    },
    // As in the default wire: nothing is known of the attendees, so they must not be removed.
    issues: attendees === undefined ? [`${paths.attendees?.list.replace(/\[\]$/, "")}: is missing`] : [],
    leftOut: obstaclesIn(shape),
  };
}

/** What stands where the paths go on to fields: none of them can be read. */
function obstaclesIn(shape: Shape): readonly string[] {
  const { document, paths } = shape;
  const found = Object.values(paths).flatMap(
    (group: string | Group = {}): readonly (string | undefined)[] => {
      if (typeof group === "string") return [findObstacle(document, group)];
      const { list, ...members } = group;
      const at = Object.values(members).flatMap((path) => path ?? []);
      if (list === undefined) return at.map((path) => findObstacle(document, path));
      const items = readList(document, list) ?? [];
      return items.flatMap((item, index) =>
        at.map((path) => labelOfItem(list, index, findObstacle(item, path))),
      );
    },
  );
  const distinct = new Set(found.flatMap((path) => path ?? []));
  return [...distinct].map((path) => `${toPayloadPath(path, shape)}: must be an object`);
}

function labelOfItem(list: string, index: number, member: string | undefined): string | undefined {
  return member === undefined ? undefined : `${list.replace(/\[\]$/, "")}[${index}].${member}`;
}

/** The sender's own path of a canonical field such as `attendees.0.email`, for a message to an operator. */
export function labelOf(shape: Shape, field: readonly PropertyKey[]): string {
  const [group = "", first = "", second = ""] = field.map(String);
  const canonical = field.map(String).join(".");
  const at = new Map<string, string | Group | undefined>(Object.entries(shape.paths)).get(group);
  const unmapped = `${canonical} (has no path in the wire map)`;
  if (typeof at === "string") return at;
  if (at?.["list"] === undefined) return toPayloadPath(at?.[first] ?? unmapped, shape);
  const item = `${at["list"].replace(/\[\]$/, "")}[${first}]`;
  const member = at[second];
  return toPayloadPath(member === undefined || member === "." ? item : `${item}.${member}`, shape);
}

/** A related resource is in the payload where it was found, and not under `relationships`. */
function toPayloadPath(path: string, { origins }: Shape): string {
  return path.replace(
    /^relationships\.(\w+)\[(\d+)\]/,
    (whole, relationship: string, index: string) => origins[relationship]?.[Number(index)] ?? whole,
  );
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
