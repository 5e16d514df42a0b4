/** What can be booked: services, locations, staff, times, questions. Coconut's words, in the shapes of the page. */
import { type RequestHandler, Router } from "express";
import type { CoconutClient } from "../../coconut/client.ts";
import { LocationsQuery, QuestionsQuery, ServicesQuery, StaffQuery, TimesQuery } from "./schemas.ts";
import { createBriefMemory } from "../http/brief-memory.ts";
import { parse } from "../http/json-body.ts";

export type ReferenceSource = Pick<CoconutClient, "services" | "locations" | "users" | "times" | "questions">;

export function createReferenceRouter(coconut: ReferenceSource, now: () => number): Router {
  const router = Router();
  const memory = createBriefMemory<object>({ now, keepMs: 10_000, most: 200 });

  /** Answers what `ask` finds, or found a moment ago. */
  function remembered(ask: (query: unknown) => { key: string; find: () => Promise<object> }): RequestHandler {
    return async (request, response) => {
      const { key, find } = ask(request.query);
      response.json(await memory.recall(`${request.path} ${key}`, find));
    };
  }

  router.get(
    "/services",
    remembered((query) => {
      const { lang } = parse(ServicesQuery, query);
      return { key: lang, find: async () => ({ services: await coconut.services({ lang }) }) };
    }),
  );

  router.get(
    "/locations",
    remembered((query) => {
      const { lang, service: serviceId, method: meetingMethod } = parse(LocationsQuery, query);
      const find = async () => {
        const locations = await coconut.locations({ serviceId, meetingMethod, lang });
        // Nobody could say what time it is there.
        return { locations: locations.filter(({ timezone }) => timezone !== null) };
      };
      return { key: `${lang} ${serviceId} ${meetingMethod}`, find };
    }),
  );

  router.get(
    "/staff",
    remembered((query) => {
      const { service: serviceId, location: locationId } = parse(StaffQuery, query);
      const find = async () => {
        const users = await coconut.users({ serviceId, locationId });
        // Their e-mail addresses are none of the page's business.
        const staff = users.map(({ email: _email, languages, ...rest }) => ({
          ...rest,
          languages: languages.filter((language) => language === "en" || language === "fr"),
        }));
        return { staff };
      };
      return { key: `${serviceId} ${locationId ?? ""}`, find };
    }),
  );

  router.get(
    "/questions",
    remembered((query) => {
      const { lang, service: serviceId } = parse(QuestionsQuery, query);
      const find = async () => ({ questions: await coconut.questions({ serviceId, lang }) });
      return { key: `${lang} ${serviceId}`, find };
    }),
  );

  // Never from memory: a time that is gone must not be offered.
  router.get("/times", async (request, response) => {
    const query = parse(TimesQuery, request.query);
    const times = await coconut.times({
      serviceId: query.service,
      locationId: query.location,
      staffId: query.staff,
      meetingMethod: query.method,
      locale: query.language,
      timezone: query.timezone,
      from: query.from,
      to: query.to,
    });
    response.json(times);
  });

  return router;
}
