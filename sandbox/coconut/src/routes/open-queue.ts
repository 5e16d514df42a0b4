import { Router } from "express";
import { z } from "zod";
import { answerProblems } from "../store/answers.ts";
import { book } from "../booking/booking.ts";
import type { BookingContext } from "../booking/context.ts";
import { appointmentDocument } from "../documents/appointment-document.ts";
import { invalid } from "../model/refusal.ts";
import { staffOffering } from "../availability/offers.ts";
import { ClientBody } from "./attendee-body.ts";
import { UtmBody, withoutUndefined } from "./booking-body.ts";
import { Id, parseBody, readReference } from "../http/parse.ts";

const at = "/data/attributes";
const bookedThroughUnknown = 0;

const QueueBody = z.looseObject({
  data: z.looseObject({
    type: z.literal("queue-appointments").optional(),
    attributes: UtmBody.extend({
      location_id: Id,
      service_id: Id,
      meeting_method: z.int().min(1).max(4).default(1),
      notes: z.string().max(5000).nullish(),
      preferred_lang: z.string().max(20).nullish(),
      preferred_staff_id: Id.nullish(),
      booked_through: z.int().nonnegative().default(bookedThroughUnknown),
    }),
    relationships: z.looseObject({ client: z.looseObject({ data: ClientBody }) }),
  }),
});

/** The address of walk-ins. */
export function openQueueRoutes(context: BookingContext): Router {
  const { store } = context;
  const router = Router();

  router.post("/queue-appointments", (request, response) => {
    const { attributes, relationships } = parseBody(QueueBody, request.body).data;
    const { campaign, content, medium, source, term, ...wanted } = attributes;
    const location = readReference(store.locations, wanted.location_id, "location", `${at}/location_id`);
    const service = readReference(store.services, wanted.service_id, "service", `${at}/service_id`);
    const offering = staffOffering(store, { services: [service], location });
    if (offering.length === 0) {
      const detail = "service_id: nobody there offers this";
      throw invalid([{ detail, pointer: `${at}/service_id` }]);
    }
    const person = relationships.client.data;
    const problems = answerProblems(store, [service], [person], "/data/relationships/client/data");
    if (problems.length > 0) throw invalid(problems);

    const prefers = (id: string, languages: readonly string[]) =>
      id === wanted.preferred_staff_id || languages.includes(wanted.preferred_lang ?? "");
    const utm = withoutUndefined({ campaign, content, medium, source, term });
    const appointment = book(context, {
      location,
      services: [service],
      staffChoice: "anyone",
      candidates: offering.toSorted(
        (a, b) => Number(prefers(b.id, b.languages)) - Number(prefers(a.id, a.languages)),
      ),
      additionalStaff: [],
      timezone: location.timezone,
      meetingMethod: wanted.meeting_method,
      bookedThrough: wanted.booked_through,
      people: [person],
      notes: wanted.notes ?? null,
      walkIn: true,
      utm: Object.keys(utm).length > 0 ? utm : null,
    });
    response
      .status(201)
      .json({ ...appointmentDocument(store, appointment), meta: { code: appointment.code } });
  });

  return router;
}
