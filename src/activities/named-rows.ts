/** Which of the rows that a request named Dynamics' refusal is about. Pure. */
import type { Owner } from "../appointments/owner.ts";
import type { Operation } from "../dataverse/batch.ts";

/** A row, and what the request named it as. `another row`: Dynamics names one that the request did not. */
export interface NamedRow {
  readonly role:
    | "application user"
    | "owner"
    | "fallback owner"
    | "attendee"
    | "regarding"
    | "written"
    | "another row";
  /** The table's logical name: `systemuser`. */
  readonly table: string;
  /** Absent where Dynamics names the table only. */
  readonly id?: string;
}

/** Owners that are no staff member's user. */
export interface KnownOwners {
  /** The mapping's. */
  readonly fallbackOwner?: Owner | undefined;
  /** Whose the rows are that are nobody else's. */
  readonly applicationUserId?: string | undefined;
}

/** The rows that a request names; an owner who is known is named as such. */
export function rowsNamedIn(operations: readonly Operation[], known: KnownOwners): readonly NamedRow[] {
  const { fallbackOwner, applicationUserId } = known;
  const named = (row: NamedRow): NamedRow => {
    const isKnown = (id: string | undefined) => id !== undefined && isSameId(row.id ?? "", id);
    if (row.role !== "owner") return row;
    if (isKnown(applicationUserId)) return { ...row, role: "application user" };
    return isKnown(fallbackOwner?.id) ? { ...row, role: "fallback owner" } : row;
  };
  return operations.flatMap(({ path, body }) => [
    ...bindsOf(body).map(named),
    ...referencesIn(path).map((row) => ({ role: "written" as const, ...row })),
  ]);
}

function bindsOf(body: unknown): NamedRow[] {
  if (typeof body !== "object" || body === null) return [];
  return Object.entries(body).flatMap(([name, value]): NamedRow[] => {
    if (Array.isArray(value)) return value.flatMap(bindsOf);
    if (!name.endsWith("@odata.bind") || typeof value !== "string") return [];
    return referencesIn(value.replace(/^\//, "")).map((row) => ({ role: roleOf(name), ...row }));
  });
}

function roleOf(bind: string): NamedRow["role"] {
  if (bind.startsWith("ownerid")) return "owner";
  return bind.startsWith("partyid") ? "attendee" : "regarding";
}

function referencesIn(address: string): { table: string; id: string }[] {
  const [, table, id] = /^(\w+?)s\(([\w-]+)\)/.exec(address) ?? [];
  return table === undefined || id === undefined ? [] : [{ table, id }];
}

const guid = /[\da-f]{8}-?(?:[\da-f]{4}-?){3}[\da-f]{12}/gi;
/** Who lacks what was asked for. Such a message also names the row, its owner and the privilege by ids of their own. */
const whoLacks = new RegExp(String.raw`(?:Principal \w+ \(Id\s*=|CallingUser:)\s*\{?(${guid.source})`, "i");
const absent = new RegExp(String.raw`(\w+) With Ids?\s*=\s*\{?(${guid.source})\}? Does Not Exist`, "i");
const absentKey = /does not exist in (\w+) entity/i;

/** The row that the message is about; undefined where it names nothing that the request named, or the application user. */
export function subjectOf(message: string, named: readonly NamedRow[]): NamedRow | undefined {
  const find = (id: string) => named.find((row) => row.id !== undefined && isSameId(row.id, id));
  const lacking = whoLacks.exec(message)?.[1];
  if (lacking !== undefined) return find(lacking);
  const [, missingTable, missingId] = absent.exec(message) ?? [];
  if (missingTable !== undefined && missingId !== undefined) {
    return find(missingId) ?? { role: "another row", table: missingTable.toLowerCase(), id: missingId };
  }
  const known = (message.match(guid) ?? []).map(find).find((row) => row !== undefined);
  if (known !== undefined) return known;
  const table = absentKey.exec(message)?.[1]?.toLowerCase();
  if (table === undefined) return undefined;
  const ofTable = named.filter((row) => row.table === table);
  return ofTable.length === 1 ? ofTable[0] : { role: "another row", table };
}

function isSameId(a: string, b: string): boolean {
  return bare(a) === bare(b);
}

function bare(id: string): string {
  return id.replaceAll(/[{}-]/g, "").toLowerCase();
}

const names: Readonly<Record<NamedRow["role"], string>> = {
  "application user": "the application user",
  owner: "the owner of the row, the user of a staff member",
  "fallback owner": "the fallback owner of the mapping",
  attendee: "an attendee of the appointment",
  regarding: "the client's row",
  written: "the row itself",
  "another row": "a row that the request does not name",
};

/** `the fallback owner of the mapping (team 9c1…)`. */
export function describeRow({ role, table, id }: NamedRow): string {
  return `${names[role]} (${[table, id].filter(Boolean).join(" ")})`;
}
