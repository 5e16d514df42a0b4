/**
 * What each field of the wire must look like, under its canonical name. Null, an empty string and an absent
 * field are the same; unknown fields never get here. Messages say what is wrong and never quote the value.
 */
import { z } from "zod";
import type { MeetingMethod } from "../appointments/appointment.ts";
import { cut } from "../appointments/text.ts";
import { methodsByNumber } from "./open-api.ts";

const maximumIdLength = 64;
const maximumLineLength = 500;
const maximumProseLength = 20_000;
const maximumEmailLength = 254; // RFC 5321
const maximumDurationMinutes = 14 * 24 * 60;

/** Numbers become text (a postcode, a phone number); control characters and spaces at the ends are removed. */
function clean(value: unknown): unknown {
  if (value === null) return undefined;
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  if (typeof value !== "string") return value;
  // Control characters break XML and logs, a lone surrogate (half an emoji) cannot be encoded.
  // oxlint-disable-next-line no-control-regex -- they are to be removed
  const text = value.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\p{Cs}]/gu, "").trim();
  return text === "" ? undefined : text;
}

/** Long text is cut: a delivery is not refused for the length of a note. */
function cutText(value: unknown, maximum: number): unknown {
  return typeof value === "string" ? cut(value, maximum) : value;
}

function line(maximum = maximumLineLength) {
  return z.preprocess(
    (value) => {
      const text = clean(value);
      return typeof text === "string" ? cut(text.replaceAll(/\s+/g, " "), maximum) : text;
    },
    z.string({ error: "must be text" }).optional(),
  );
}

const prose = z.preprocess(
  (value) => cutText(clean(value), maximumProseLength),
  z.string({ error: "must be text" }).optional(),
);

/** Numeric ids become text. A number too large for JavaScript has lost digits, so it is refused. */
function idText(value: unknown): unknown {
  if (typeof value === "number") return Number.isSafeInteger(value) && value >= 0 ? String(value) : "";
  return typeof value === "string" ? value.trim() : (value ?? undefined);
}

const id = z.preprocess(
  idText,
  z
    .string({ error: (issue) => (issue.input === undefined ? "is missing" : "must be text or a number") })
    .regex(
      new RegExp(`^[A-Za-z0-9_.-]{1,${maximumIdLength}}$`),
      `must be 1 to ${maximumIdLength} letters, digits, dots, hyphens or underscores`,
    ),
);
const optionalId = z.preprocess((value) => idText(value) || undefined, id.optional());

/** Text without one @ with something on both sides counts as no e-mail: people type "none" into the form. */
const email = line(maximumLineLength).transform((text) =>
  text !== undefined && text.length <= maximumEmailLength && /^[^@\s]+@[^@\s]+$/.test(text)
    ? text
    : undefined,
);

const flags = new Map<unknown, boolean>([
  [undefined, false],
  ["0", false],
  ["1", true],
  ["false", false],
  ["true", true],
]);
const flag = z.preprocess(
  (value) => {
    const text = clean(value);
    return flags.get(text) ?? text;
  },
  z.boolean({ error: "must be true, false, 0 or 1" }),
);

function count(minimum: number, maximum: number, error: string) {
  return z.preprocess((value) => {
    const text = clean(value);
    return typeof text === "string" && /^\d{1,16}$/.test(text) ? Number(text) : text;
  }, z.int({ error }).min(minimum, error).max(maximum, error).optional());
}

/** By number, or in words: Open API v2 writes `1` and AT_LOCATION. */
const meetingMethods = new Map<string | undefined, MeetingMethod>([
  ...methodsByNumber,
  ...[...methodsByNumber.values()].map((method) => [method, method] as const),
]);
const meetingMethod = line().transform(
  (text) => meetingMethods.get(text?.toLowerCase().replaceAll(/[\s-]/g, "_")) ?? "unknown",
);

const postal = { address: line(), city: line(), region: line(), postcode: line(), country: line() };

/** Anybody can set campaign words: one that is no text is ignored, and no reason to refuse the delivery. */
const word = z.unknown().transform((value) => (typeof value === "string" ? value : undefined));

const named = { id, externalId: line() };

/** All fields of one event. Times stay text here: how one without an offset is read depends on the appointment's zone. */
export const WireEvent = z.object({
  occurredAt: line(),
  sequence: count(0, Number.MAX_SAFE_INTEGER, "must be a whole number"),
  tenant: line(),
  appointment: z.object({
    id,
    status: line(100),
    start: line(),
    end: line(),
    timezone: line(),
    meetingMethod,
    bookedThrough: line(100),
    group: flag,
    walkIn: flag,
    notes: prose,
    createdAt: line(),
    updatedAt: line(),
  }),
  bookedFrom: z.object({ content: word, term: word, campaign: word }),
  location: z.object({ ...named, name: line(), ...postal, timezone: line() }).optional(),
  services: z.array(
    z.object({
      ...named,
      name: line(),
      durationMinutes: count(1, maximumDurationMinutes, "must be a whole number of minutes, 1 to 20160"),
    }),
  ),
  staff: z.array(z.object({ ...named, email, firstName: line(), lastName: line() })),
  attendees: z.array(
    z.object({
      ...named,
      clientId: optionalId,
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
