/**
 * What each field of the wire must look like, under its canonical name. Null, an empty string and an absent
 * field are the same; unknown fields never get here. Messages say what is wrong and never quote the value.
 */
import { z } from "zod";
import type { MeetingMethod } from "../appointments/appointment.ts";
import { cut } from "../appointments/text.ts";
import { cleanLine, cleanProse } from "./clean-text.ts";
import { sha256 } from "./fingerprint.ts";
import { methodsByNumber } from "./open-api.ts";
import { isObject } from "./paths.ts";

const maximumLineLength = 500;
const maximumProseLength = 20_000;
const maximumEmailLength = 254; // RFC 5321
const maximumIdLength = 128;
const maximumDurationMinutes = 14 * 24 * 60;

/** Numbers become text (a postcode, a phone number), unless JavaScript has lost digits of them. */
function toText(value: unknown, clean: (text: string) => string): unknown {
  if (value === null) return undefined;
  if (typeof value === "number") return isExact(value) ? String(value) : value;
  return typeof value === "string" ? clean(value) || undefined : value;
}

function isExact(value: number): boolean {
  return Number.isFinite(value) && (Number.isSafeInteger(value) || !Number.isInteger(value));
}

/** Text that is too long is cut: a delivery is not refused for the length of a note. */
function text(maximum: number, clean = cleanLine) {
  return z.preprocess(
    (value) => toText(value, (sent) => cut(clean(sent), maximum)),
    z.string({ error: "must be text" }).optional(),
  );
}

const line = (maximum = maximumLineLength) => text(maximum);
const prose = text(maximumProseLength, cleanProse);

/** As Laravel writes a time that nobody has made text of: `{"date": "2027-03-10 10:00:00.000000", "timezone": "UTC"}`. */
const time = z.preprocess((value) => {
  const { date, timezone } = isObject(value) ? value : {};
  return typeof date === "string" && typeof timezone === "string" ? `${date}[${timezone}]` : value;
}, line());

const notAnId = "must be text or a number of at most 15 digits";

const appointmentId = z.preprocess(
  (value) => toText(value, cleanLine),
  z
    .string({ error: ({ input }) => (input === undefined ? "is missing" : notAnId) })
    .regex(
      new RegExp(`^[\\w.~:/+=@-]{1,${maximumIdLength}}$`),
      `must be 1 to ${maximumIdLength} letters, digits or any of _ . ~ : / + = @ -`,
    ),
);

/** Any text tells one thing from another. Of a long one the digest does: a part of it might be another's too. */
const id = z.preprocess(
  (value) =>
    toText(value, (sent) => {
      const whole = cleanLine(sent);
      return whole.length > maximumIdLength ? sha256(whole) : whole;
    }),
  z.string({ error: notAnId }).optional(),
);

/** Text without one @ with something on both sides counts as no e-mail: people type "none" into the form. */
const notAnEmail = "is not an e-mail address";
const email = line().refine(
  (sent) => sent === undefined || (sent.length <= maximumEmailLength && /^[^@\s]+@[^@\s]+$/.test(sent)),
  notAnEmail,
);

const flags = new Map<unknown, boolean>([
  [undefined, false],
  ...["0", "false", "no", "n", "off", "f"].map((word) => [word, false] as const),
  ...["1", "true", "yes", "y", "on", "t"].map((word) => [word, true] as const),
]);
const flag = z.preprocess(
  (value) => {
    const word = toText(value, (sent) => cleanLine(sent).toLowerCase());
    return flags.get(word) ?? word;
  },
  z.boolean({ error: "must be true or false" }),
);

function number(schema: z.ZodNumber) {
  return z.preprocess((value) => {
    const digits = toText(value, cleanLine);
    return typeof digits === "string" && /^\d{1,16}(?:\.\d{1,9})?$/.test(digits) ? Number(digits) : digits;
  }, schema.optional());
}
const wholeNumber = "must be a whole number";
const sequence = number(z.int({ error: wholeNumber }).nonnegative(wholeNumber));
const minutes = `must be a number of minutes, up to ${maximumDurationMinutes}`;
const durationMinutes = number(
  z.number({ error: minutes }).positive(minutes).max(maximumDurationMinutes, minutes),
);

/** By number, or in words: Open API v2 writes `1` and AT_LOCATION. */
const meetingMethods = new Map<string, MeetingMethod>([
  ...methodsByNumber,
  ...[...methodsByNumber.values()].map((method) => [method, method] as const),
]);
const meetingMethod = line().transform((sent, context) => {
  const method = sent && meetingMethods.get(sent.toLowerCase().replaceAll(/[\s-]/g, "_"));
  if (sent && !method) context.addIssue("is not a meeting method, by number or in words");
  return method || undefined;
});

const postal = { address: line(), city: line(), region: line(), postcode: line(), country: line() };

/** A campaign word is signed as it is: nothing in it is cleaned. */
const word = z.preprocess((value) => value ?? undefined, z.string({ error: "must be text" }).optional());

const named = { id, externalId: line() };

/** All fields of one event. Times stay text here: how one without an offset is read depends on the appointment's zone. */
export const WireEvent = z.object({
  occurredAt: time,
  sequence,
  tenant: line(),
  appointment: z.object({
    id: appointmentId,
    status: line(100),
    start: time,
    end: time,
    timezone: line(),
    meetingMethod,
    bookedThrough: line(100),
    group: flag,
    walkIn: flag,
    notes: prose,
    createdAt: time,
    updatedAt: time,
  }),
  bookedFrom: z.object({ content: word, term: word, campaign: word }),
  location: z.object({ ...named, name: line(), ...postal, timezone: line() }),
  services: z.array(z.object({ ...named, name: line(), durationMinutes })),
  staff: z.array(z.object({ ...named, email, firstName: line(), lastName: line() })),
  attendees: z.array(
    z.object({
      ...named,
      clientId: id,
      firstName: line(),
      lastName: line(),
      email,
      phone: line(),
      cellPhone: line(),
      workPhone: line(),
      ...postal,
      locale: line(),
      notes: prose,
      status: line(100),
    }),
  ),
});
/** One event with checked fields. */
export type WireEvent = z.infer<typeof WireEvent>;

/** A field and what is wrong with it: `["attendees", 0, "email"]`. */
export interface Unreadable {
  readonly field: readonly PropertyKey[];
  readonly what: string;
}

/** The event without the fields that cannot be read; undefined where that leaves no appointment. */
export function parseWireEvent(fields: unknown): {
  readonly wire: WireEvent | undefined;
  readonly unreadable: readonly Unreadable[];
} {
  const { data, error } = WireEvent.safeParse(fields);
  if (data !== undefined) return { wire: data, unreadable: [] };
  const unreadable = error.issues.map(({ path, message }) => ({ field: path, what: message }));
  const rest = withoutFields(
    fields,
    unreadable.map(({ field }) => field),
  );
  return { wire: WireEvent.safeParse(rest).data, unreadable };
}

/** All at once: thousands may be unreadable in a list of thousands. */
function withoutFields(tree: unknown, fields: readonly (readonly PropertyKey[])[]): unknown {
  if (typeof tree !== "object" || tree === null || fields.some(({ length }) => length === 0))
    return undefined;
  const below = new Map<PropertyKey, (readonly PropertyKey[])[]>();
  for (const [key = "", ...rest] of fields) {
    const known = below.get(key);
    if (known === undefined) below.set(key, [rest]);
    else known.push(rest);
  }
  const copy: object = Array.isArray(tree) ? [...(tree as readonly unknown[])] : { ...tree };
  for (const [key, rests] of below) Reflect.set(copy, key, withoutFields(Reflect.get(tree, key), rests));
  return copy;
}
