/**
 * What Coconut's Open API v2 answers, as schemas. Its documentation shows requests only, so that little is required: unknown
 * fields are ignored, ids may be numbers or text, and a field that the pane can do without may be missing.
 */
import { z } from "zod";
import type { MeetingMethod } from "../appointments/appointment.ts";

/** How a booked meeting takes place. */
export type BookableMethod = Exclude<MeetingMethod, "unknown">;

/** The numbers of meeting methods on the wire. */
export const methodNumbers = {
  at_location: 1,
  phone_call: 2,
  video_call: 3,
  off_site: 4,
} as const satisfies Record<BookableMethod, number>;

/** The meeting methods by their number on the wire, as text. */
export const methodsByNumber: ReadonlyMap<string, BookableMethod> = new Map(
  Object.entries(methodNumbers).map(([method, number]) => [String(number), method as BookableMethod]),
);

const Id = z.union([z.int().nonnegative(), z.string().regex(/^[\w.-]{1,64}$/)]).transform(String);
const Line = z.union([z.string(), z.number().transform(String)]).transform(tidy);
const Named = Line.pipe(z.string().min(1));
/** Null, absent and empty are the same. */
const Optional = Line.nullish().transform((text) => text || null);
const Flag = z
  .union([z.boolean(), z.literal([0, 1]).transform(Boolean)])
  .nullish()
  .transform((flag) => flag ?? false);
const Language = Line.transform((tag) => tag.slice(0, 2).toLowerCase());

function resource<Attributes extends z.ZodRawShape>(attributes: Attributes) {
  return z.object({ id: Id, attributes: z.object(attributes) });
}

/** A row of `GET services`: a service that can be booked. */
export const Service = resource({
  name: Named,
  description: Optional,
  duration: z.coerce.number().int().positive(),
  group: Flag,
  category: z.object({ name: Optional }).nullish(),
  meeting_methods: z.array(Line).nullish(),
}).transform(({ id, attributes: { duration, category, meeting_methods: methods, ...rest } }) => ({
  id,
  ...rest,
  category: category?.name ?? null,
  durationMinutes: duration,
  methods: (methods ?? []).flatMap((number) => methodsByNumber.get(number) ?? []),
}));
/** A service, as `Service` reads it. */
export type CoconutService = z.output<typeof Service>;

/** A row of `GET locations`: a branch. */
export const Location = resource({
  name: Named,
  address: Optional,
  city: Optional,
  prov_state: Optional,
  zip_postal: Optional,
  country: Optional,
  timezone: Optional,
}).transform(({ id, attributes: { prov_state: region, zip_postal: postcode, ...rest } }) => ({
  id,
  ...rest,
  region,
  postcode,
}));
/** A branch, as `Location` reads it. */
export type CoconutLocation = z.output<typeof Location>;

/** A row of `GET users`: a member of staff. */
export const User = resource({
  first_name: Optional,
  last_name: Optional,
  email: Optional,
  job_title: Optional,
  supported_locales: z.array(Language).nullish(),
}).transform(({ id, attributes: { email, ...rest } }) => ({
  id,
  firstName: rest.first_name ?? "",
  lastName: rest.last_name ?? "",
  email,
  jobTitle: rest.job_title,
  /** Two letters each, as in `fr`. */
  languages: [...new Set(rest.supported_locales)],
}));
/** A member of staff, as `User` reads it. */
export type CoconutUser = z.output<typeof User>;

const questionKinds = new Map<string, "text" | "paragraph" | "select" | "multiselect" | "checkbox">([
  ["text", "text"],
  ["textarea", "paragraph"],
  ["select", "select"],
  ["multiselect", "multiselect"],
  ["checkbox", "checkbox"],
]);

/** A row of `GET questions`: what is asked of the client when a service is booked. */
export const Question = resource({
  label: Named,
  help: Optional,
  type: Line,
  required: Flag,
  options: z.array(z.object({ value: Line, label: Line })).nullish(),
}).transform(({ id, attributes: { type, options, ...rest } }) => ({
  id,
  ...rest,
  // A question of an unknown kind is answered with text.
  kind: questionKinds.get(type.toLowerCase()) ?? "text",
  options: options ?? [],
}));
/** A question, as `Question` reads it. */
export type CoconutQuestion = z.output<typeof Question>;

const LocalTime = z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/);

/** A row of `GET times`: a free time, in wall-clock times. The start identifies it: an id may be missing. */
export const Time = z
  .object({ attributes: z.object({ start: LocalTime, end: LocalTime, timezone: Optional }) })
  .transform(({ attributes }) => attributes);

/** One page of a list; without `meta` the number of pages is unknown. */
export const Page = z.object({
  data: z.array(z.unknown()),
  meta: z
    .object({ pagination: z.object({ total_pages: z.coerce.number().int().nonnegative() }).nullish() })
    .nullish(),
});

/** The appointment that was booked; the rest of the document is read by `readAppointment`. */
export const Booked = z.object({
  data: z.object({ type: z.literal(["appointments", "appointment"]), id: Id }),
});

/** The body of a 4xx. */
export const Problems = z.object({
  errors: z.array(
    z.object({
      detail: z.string().nullish(),
      title: z.string().nullish(),
      source: z.object({ pointer: z.string().nullish() }).nullish(),
    }),
  ),
});

const longestText = 2_000;

/** At most 2,000 characters, without those that change the order in which others are shown (Unicode, UAX 9). */
function tidy(text: string): string {
  return text
    .replaceAll(/[\u202A-\u202E\u2066-\u2069]/gu, "")
    .slice(0, longestText)
    .trim();
}
