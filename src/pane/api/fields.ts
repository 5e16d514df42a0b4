/** Schemas of single values in a request of the pane. */
import { z } from "zod";
import { guidPattern } from "../../appointments/row-ref.ts";

/** Half a surrogate pair (Cs) is no character, and no two systems write it alike. */
const controlCharacters = "may not hold control characters";

/** Text of one line, without space around it, of at most `maxLength` UTF-16 units. */
export function line(maxLength: number) {
  return z
    .string()
    .trim()
    .max(maxLength)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, controlCharacters);
}

/** Text that may also hold line ends and tabs. */
export function paragraph(maxLength: number) {
  return z
    .string()
    .trim()
    .max(maxLength)
    .regex(/^(?:[^\p{Cc}\p{Cs}]|[\n\r\t])*$/u, controlCharacters);
}

/** An id of Coconut: a number, or a word. */
export const Id = z.string().regex(/^[\w-]{1,64}$/);

/** The id of a row in Dynamics, in lower case. */
export const Guid = z.string().regex(guidPattern);

/** How the client and the member of staff meet. */
export const Method = z.enum(["at_location", "phone_call", "video_call", "off_site"]);

/** The languages of the pane. */
export const Language = z.enum(["en", "fr"]);

/** A day, `2026-03-10`. */
export const Day = z.iso.date();

/** A wall-clock time, `2026-03-10 10:00:00`, in the years that both Dynamics and Temporal can hold. */
export const LocalTime = z
  .string()
  .regex(/^2\d{3}-\d\d-\d\d \d\d:\d\d:\d\d$/)
  .refine(
    (text) => z.iso.datetime({ local: true }).safeParse(text.replace(" ", "T")).success,
    "is no date and time",
  );

/** A time zone that this Node knows, by its IANA name. */
export const Timezone = z.string().max(64).refine(isTimezone, "is no time zone");

function isTimezone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
