/** `GET /pane/api/services`, `/locations`, `/staff`, `/times` and `/questions`: what can be booked in Coconut. */
import { type RequestHandler, Router } from "express";
import type { CoconutClient } from "../../coconut/client.ts";
import type { CoconutUser } from "../../coconut/open-api.ts";
import type {
  LocationsAnswer,
  QuestionsAnswer,
  ServicesAnswer,
  StaffAnswer,
  StaffMember,
  Times,
} from "@coconut-dynamics/pane/contract";
import { createCache } from "../http/cache.ts";
import { parseRequest } from "../http/json-body.ts";
import { LanguageQuery, LocationsQuery, QuestionsQuery, StaffQuery, TimesQuery } from "./schemas.ts";

/** The calls of the Coconut client that these routes need. */
export type ChoicesSource = Pick<CoconutClient, "services" | "locations" | "users" | "times" | "questions">;

/** The router of the five routes. All but the times are remembered for ten seconds. `now` is in ms. */
export function createChoicesRouter(coconut: ChoicesSource, now: () => number): Router {
  const router = Router();
  const cache = createCache<object>({ now, ttlMs: 10_000, maxEntries: 200 });

  /** Answers what `find` resolves with, or what it did a moment ago for the same path and `key`. */
  function remembered(
    read: (query: unknown) => { readonly key: string; readonly find: () => Promise<object> },
  ): RequestHandler {
    return async (request, response) => {
      const { key, find } = read(request.query);
      response.json(await cache.get(`${request.path} ${key}`, find));
    };
  }

  router.get(
    "/services",
    remembered((query) => {
      const { lang } = parseRequest(LanguageQuery, query);
      const find = async () => ({ services: await coconut.services({ lang }) }) satisfies ServicesAnswer;
      return { key: lang, find };
    }),
  );

  router.get(
    "/locations",
    remembered((query) => {
      const { lang, service: serviceId, method: meetingMethod } = parseRequest(LocationsQuery, query);
      const find = async () => {
        const found = await coconut.locations({ serviceId, meetingMethod, lang });
        // Without a time zone nobody could say what time it is there.
        const locations = found.flatMap(({ timezone, ...location }) =>
          timezone === null ? [] : [{ ...location, timezone }],
        );
        return { locations } satisfies LocationsAnswer;
      };
      return { key: `${lang} ${serviceId} ${meetingMethod}`, find };
    }),
  );

  router.get(
    "/staff",
    remembered((query) => {
      const { service: serviceId, location: locationId } = parseRequest(StaffQuery, query);
      const find = async () => {
        const users = await coconut.users({ serviceId, locationId });
        return { staff: users.map(toStaffMember) } satisfies StaffAnswer;
      };
      return { key: `${serviceId} ${locationId ?? ""}`, find };
    }),
  );

  router.get(
    "/questions",
    remembered((query) => {
      const { lang, service: serviceId } = parseRequest(QuestionsQuery, query);
      const find = async () =>
        ({ questions: await coconut.questions({ serviceId, lang }) }) satisfies QuestionsAnswer;
      return { key: `${lang} ${serviceId}`, find };
    }),
  );

  // Not remembered: a time that is gone must not be offered.
  router.get("/times", async (request, response) => {
    const query = parseRequest(TimesQuery, request.query);
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
    response.json(times satisfies Times);
  });

  return router;
}

/** Without the e-mail address, which the page does not need. */
function toStaffMember({ email: _email, languages, ...rest }: CoconutUser): StaffMember {
  return { ...rest, languages: languages.filter((language) => language === "en" || language === "fr") };
}
