import { z } from "zod";
import type { Answer, Person } from "../model/entities.ts";
import { Email, Id, Text } from "../http/parse.ts";

const Optional = Text.nullish();

/** Attendee attributes that the stand-in only copies into its events. */
const passedOn = [
  "phone",
  "work_phone",
  "address",
  "city",
  "prov_state",
  "zip_postal",
  "country",
  "timezone",
  "notes",
  "receive_sms",
] as const;

const AttendeeAttributes = z
  .looseObject({
    first_name: Text,
    last_name: Text,
    email: Email.nullish(),
    cell_phone: Optional,
    phone: Optional,
    work_phone: Optional,
    address: Optional,
    city: Optional,
    prov_state: Optional,
    zip_postal: Optional,
    country: Optional,
    timezone: Optional,
    notes: z.string().max(5000).nullish(),
    receive_sms: z.boolean().nullish(),
    lang: Optional,
    external_id: z.union([Text, z.int().transform(String)]).nullish(),
  })
  .refine(({ email, cell_phone: cellPhone }) => Boolean(email ?? cellPhone), {
    message: "an e-mail address or a cell phone is needed",
    path: ["email"],
  });

const Value = z.union(
  [
    z.string().max(5000),
    z.array(z.string().max(200)).max(50),
    z.boolean().transform(String),
    z.number().transform(String),
  ],
  { error: "must be text or a list of texts" },
);

const AnswerBody = z.looseObject({
  type: z.literal("answers").optional(),
  attributes: z.looseObject({ question_id: Id, value: Value }),
});

const Answers = z.looseObject({
  data: z.union([z.array(AnswerBody).max(50), AnswerBody.transform((answer) => [answer])]),
});

/** A person as the Open API writes one: `{type, attributes, relationships: {answers}}`. */
const personBody = (types: readonly string[]) =>
  z
    .looseObject({
      type: z.literal(types).optional(),
      attributes: AttendeeAttributes,
      relationships: z.looseObject({ answers: Answers.optional() }).optional(),
    })
    .transform(({ attributes, relationships }): Person => {
      const given = passedOn.flatMap((name) => {
        const value = attributes[name];
        return value === null || value === undefined ? [] : [[name, value] as const];
      });
      return {
        firstName: attributes.first_name,
        lastName: attributes.last_name,
        email: attributes.email,
        cellPhone: attributes.cell_phone,
        lang: attributes.lang,
        externalId: attributes.external_id,
        more: Object.fromEntries(given),
        answers: lastOfEach(relationships?.answers?.data ?? []),
      };
    });

/** An attendee of a booking. */
export const AttendeeBody = personBody(["attendees", "attendee"]);

/** A client who walks in, or is on the waiting list. */
export const ClientBody = personBody(["client", "clients"]);

function lastOfEach(answers: readonly z.infer<typeof AnswerBody>[]): Answer[] {
  const given = answers.map(({ attributes }) => [attributes.question_id, attributes.value] as const);
  return [...new Map(given)].map(([questionId, value]) => ({ questionId, value }));
}

/** A person as the staff actions write one, without nesting. */
export const PersonBody = z
  .strictObject({
    firstName: Text,
    lastName: Text,
    email: Email.nullish(),
    cellPhone: Optional,
    lang: Optional,
    externalId: Optional,
  })
  .refine(({ email, cellPhone }) => Boolean(email ?? cellPhone), {
    message: "an e-mail address or a cell phone is needed",
    path: ["email"],
  });
