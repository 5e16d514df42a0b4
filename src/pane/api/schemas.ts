/** What the page may ask, exactly. */
import { z } from "zod";
import { guidPattern } from "../../appointments/row-ref.ts";

/** Half a surrogate pair is no character at all, and no two systems write it alike. */
const notThere = "may not hold control characters";
const line = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, notThere);
/** Several lines: line ends and tabs are no harm. */
const paragraph = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .regex(/^(?:[^\p{Cc}\p{Cs}]|[\n\r\t])*$/u, notThere);

/** Coconut's ids are numbers or words. */
const Id = z.string().regex(/^[\w-]{1,64}$/);
const Guid = z.string().regex(guidPattern);
export const Method = z.enum(["at_location", "phone_call", "video_call", "off_site"]);
const Language = z.enum(["en", "fr"]);
const Day = z.iso.date();
const LocalTime = z
  .string()
  // The years that Dynamics holds, and Temporal.
  .regex(/^2\d{3}-\d\d-\d\d \d\d:\d\d:\d\d$/)
  .refine(
    (text) => z.iso.datetime({ local: true }).safeParse(text.replace(" ", "T")).success,
    "is no date and time",
  );
const Timezone = z.string().max(64).refine(isTimezone, "is no time zone");

const Lang = { lang: Language.default("en") };
export const ServicesQuery = z.strictObject(Lang);
export const LocationsQuery = z.strictObject({ ...Lang, service: Id, method: Method });
export const StaffQuery = z.strictObject({ ...Lang, service: Id, location: Id.optional() });
export const QuestionsQuery = z.strictObject({ ...Lang, service: Id });
export const ProgressQuery = z.strictObject(Lang);

const longestDays = 42;

export const TimesQuery = z
  .strictObject({
    ...Lang,
    service: Id,
    method: Method,
    location: Id.optional(),
    staff: Id.optional(),
    language: Language.optional(),
    timezone: Timezone,
    from: Day,
    to: Day,
  })
  .refine(({ from, to }) => daysFrom(from, to) >= 1 && daysFrom(from, to) <= longestDays, {
    path: ["to"],
    message: `must be a day of the ${longestDays} that begin with "from"`,
  });

const Answer = z.strictObject({
  questionId: Id,
  value: z.union([paragraph(2_000), z.array(line(200)).max(50)]),
});

const Attendee = z
  .strictObject({
    firstName: line(100),
    lastName: line(100),
    email: z.email().max(254).nullable(),
    cellPhone: line(40).nullable(),
    language: Language,
    notes: paragraph(2_000).nullable(),
    answers: z.array(Answer).max(50),
  })
  .refine(({ firstName, lastName }) => firstName !== "" || lastName !== "", {
    path: ["lastName"],
    message: "may not be empty where the first name is",
  });

export const Row = z.strictObject({ table: z.enum(["lead", "contact"]), id: Guid });

export const Booking = z.strictObject({
  row: Row,
  service: Id,
  method: Method,
  location: Id.nullable(),
  staff: Id.nullable(),
  language: Language.nullable(),
  start: LocalTime,
  timezone: Timezone,
  attendees: z.array(Attendee).min(1).max(10),
  notify: z.boolean(),
});

export const IdempotencyKey = z.uuid().transform((key) => key.toLowerCase());
export const AppointmentId = Id;

function daysFrom(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
}

function isTimezone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
