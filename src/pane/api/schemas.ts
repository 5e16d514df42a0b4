/** Schemas of the requests to /pane/api, each held to the contract's type of the same name. */
import { z } from "zod";
import type * as Contract from "@coconut-dynamics/pane/contract";
import { schemaOf } from "../http/schema-of.ts";
import { Day, Guid, Id, Language, line, LocalTime, Method, paragraph, Timezone } from "./fields.ts";

const lang = Language.default("en");

/** Query of `GET /pane/api/services`, and of a booking's state. */
export const LanguageQuery = schemaOf<Contract.LanguageQuery>()(z.strictObject({ lang }));

/** Query of `GET /pane/api/locations`. */
export const LocationsQuery = schemaOf<Contract.LocationsQuery>()(
  z.strictObject({ lang, service: Id, method: Method }),
);

/** Query of `GET /pane/api/staff`. */
export const StaffQuery = schemaOf<Contract.StaffQuery>()(
  z.strictObject({ lang, service: Id, location: Id.optional() }),
);

/** Query of `GET /pane/api/questions`. */
export const QuestionsQuery = schemaOf<Contract.QuestionsQuery>()(z.strictObject({ lang, service: Id }));

/** Coconut's own limit of one request for times (Open API v2). */
const maxDays = 42;

/** Query of `GET /pane/api/times`; both days are included. */
export const TimesQuery = schemaOf<Contract.TimesQuery>()(
  z
    .strictObject({
      lang,
      service: Id,
      method: Method,
      location: Id.optional(),
      staff: Id.optional(),
      language: Language.optional(),
      timezone: Timezone,
      from: Day,
      to: Day,
    })
    .refine(({ from, to }) => countDays(from, to) >= 1 && countDays(from, to) <= maxDays, {
      path: ["to"],
      message: `must be a day of the ${maxDays} that begin with "from"`,
    }),
);

/** The row that the pane was opened from, in a path or a booking. */
export const RowRef = schemaOf<Contract.RowRef>()(
  z.strictObject({ table: z.enum(["lead", "contact"]), id: Guid }),
);

const AttendeeAnswer = z.strictObject({
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
    answers: z.array(AttendeeAnswer).max(50),
  })
  .refine(({ firstName, lastName }) => firstName !== "" || lastName !== "", {
    path: ["lastName"],
    message: "may not be empty where the first name is",
  });

/** Body of `POST /pane/api/bookings`; times are wall-clock times in `timezone`. */
export const BookingBody = schemaOf<Contract.BookingBody>()(
  z.strictObject({
    row: RowRef,
    service: Id,
    method: Method,
    location: Id.nullable(),
    staff: Id.nullable(),
    language: Language.nullable(),
    start: LocalTime,
    timezone: Timezone,
    attendees: z.array(Attendee).min(1).max(10),
    notify: z.boolean(),
  }),
);

/** Headers of `POST /pane/api/bookings`. The key is a UUID in any case. */
export const BookingHeaders = z.strictObject({
  "Idempotency-Key": z.uuid().transform((key) => key.toLowerCase()),
});

/** Path of `GET /pane/api/bookings/{appointmentId}`. */
export const BookingPath = z.strictObject({ appointmentId: Id });

/** Both days included. */
function countDays(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
}
