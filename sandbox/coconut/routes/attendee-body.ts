import { z } from "zod";
import type { Person } from "../entities.ts";
import { Email, Text } from "./parse.ts";

const Optional = Text.nullish();

/** The attendee attributes that only pass through the stand-in to the receiver of the event. */
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

/** One attendee as the Open API takes it: `{type: "attendees", attributes}`. */
export const AttendeeBody = z
  .looseObject({ type: z.literal("attendees").optional(), attributes: AttendeeAttributes })
  .transform(({ attributes }): Person => {
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
    };
  });

/** One person as the staff actions take them: flat and short. */
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
