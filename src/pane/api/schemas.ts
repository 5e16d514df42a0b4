/** Schemas of the requests to /pane/api, each held to the contract's type of the same name. */
import { z } from "zod";
import type * as Contract from "@coconut-dynamics/pane/contract";
import { schemaOf } from "../http/schema-of.ts";
import { Day, Guid, Id, Language, line, LocalTime, Method, paragraph, Timezone } from "./fields.ts";

const lang = Language.default("en");

export const LanguageQuery = schemaOf<Contract.LanguageQuery>()(z.strictObject({ lang }));

export const LocationsQuery = schemaOf<Contract.LocationsQuery>()(
  z.strictObject({ lang, service: Id, method: Method }),
);

export const StaffQuery = schemaOf<Contract.StaffQuery>()(
  z.strictObject({ lang, service: Id, location: Id.optional() }),
);

export const QuestionsQuery = schemaOf<Contract.QuestionsQuery>()(z.strictObject({ lang, service: Id }));

/** Coconut's own limit of one request for times (Open API v2). */
const maxDays = 42;

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
