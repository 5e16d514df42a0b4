/** Schemas of what the pane's server answers, each held to the contract's type of the same name. */
import { z } from "zod";
import { Language, Method } from "../../src/pane/api/fields.ts";
import type * as Contract from "@coconut-dynamics/pane/contract";
import { schemaOf } from "../../src/pane/http/schema-of.ts";
import { refusals } from "./refusals.ts";

const text = z.string();
const optional = z.string().nullable();
const localTime = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/)
  .describe("A wall-clock time in the time zone named beside it");

/** 202 of `POST /pane/session`. */
export const LoginPending = schemaOf<Contract.LoginPending>()(
  z.strictObject({ state: z.literal("pending") }),
);

/** 200 of `POST /pane/session`. */
export const Session = schemaOf<Contract.Session>()(
  z.strictObject({
    token: text.describe("Sent as Authorization: Bearer … with every later request"),
    expiresAt: z.iso.datetime(),
    staff: z.strictObject({ id: text, firstName: text, lastName: text, email: text }),
  }),
);

const Service = z.strictObject({
  id: text,
  name: text,
  description: optional,
  category: optional,
  durationMinutes: z.number(),
  group: z.boolean(),
  methods: z.array(Method),
});

const Location = z.strictObject({
  id: text,
  name: text,
  address: optional,
  city: optional,
  region: optional,
  postcode: optional,
  country: optional,
  timezone: text,
});

const StaffMember = z.strictObject({
  id: text,
  firstName: text,
  lastName: text,
  jobTitle: optional,
  languages: z.array(Language),
});

const Question = z.strictObject({
  id: text,
  label: text,
  help: optional,
  kind: z.enum(["text", "paragraph", "select", "multiselect", "checkbox"]),
  required: z.boolean(),
  options: z.array(z.strictObject({ value: text, label: text })),
});

/** 200 of `GET /pane/api/services`. */
export const ServicesAnswer = schemaOf<Contract.ServicesAnswer>()(
  z.strictObject({ services: z.array(Service) }),
);

/** 200 of `GET /pane/api/locations`. */
export const LocationsAnswer = schemaOf<Contract.LocationsAnswer>()(
  z.strictObject({ locations: z.array(Location) }),
);

/** 200 of `GET /pane/api/staff`. */
export const StaffAnswer = schemaOf<Contract.StaffAnswer>()(z.strictObject({ staff: z.array(StaffMember) }));

/** 200 of `GET /pane/api/questions`. */
export const QuestionsAnswer = schemaOf<Contract.QuestionsAnswer>()(
  z.strictObject({ questions: z.array(Question) }),
);

/** 200 of `GET /pane/api/times`. */
export const Times = schemaOf<Contract.Times>()(
  z.strictObject({
    timezone: text,
    times: z.array(z.strictObject({ start: localTime, end: localTime })),
  }),
);

/** 201 of `POST /pane/api/bookings`. */
export const Booked = schemaOf<Contract.Booked>()(
  z.strictObject({
    appointmentId: text,
    subject: text,
    start: localTime,
    end: localTime,
    timezone: text,
    location: optional,
    staff: optional,
  }),
);

/** 200 of `GET /pane/api/bookings/{appointmentId}`. */
export const SyncState = schemaOf<Contract.SyncState>()(
  z.strictObject({
    state: z.enum(["syncing", "in_step", "needs_attention"]),
    activityId: optional.describe("The appointment row in Dynamics, once it is there"),
  }),
);

const codes = Object.keys(refusals) as Contract.RefusalCode[];

/** The body of every refusal in JSON. */
export const RefusalAnswer = schemaOf<Contract.RefusalAnswer>()(
  z.strictObject({
    error: z.strictObject({
      code: z.enum(codes),
      message: text.describe("For a developer; the page has its own words for each code"),
      issues: z
        .array(
          z.strictObject({
            path: text.describe(
              'The address of a value in the request: start, attendees.0.email; "" for all',
            ),
            message: text,
          }),
        )
        .optional(),
    }),
  }),
);

/** The components of the document that are answers, and what they are made of. */
export const answerComponents = {
  Booked,
  Location,
  LocationsAnswer,
  LoginPending,
  Question,
  QuestionsAnswer,
  RefusalAnswer,
  Service,
  ServicesAnswer,
  Session,
  StaffAnswer,
  StaffMember,
  SyncState,
  Times,
};
