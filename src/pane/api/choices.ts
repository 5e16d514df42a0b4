/** `GET /pane/api/services`, `/locations`, `/staff`, `/times` and `/questions`: what can be booked in Coconut. */
import { Router } from "express";
import type { z } from "zod";
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

  /** A route that answers what `find` resolves with, or what it did a moment ago for the same query. */
  function addRemembered<Query>(
    path: string,
    schema: z.ZodType<Query>,
    find: (query: Query) => Promise<object>,
  ) {
    router.get(path, async (request, response) => {
      const query = parseRequest(schema, request.query);
      response.json(await cache.get(`${path} ${JSON.stringify(query)}`, () => find(query)));
    });
  }

  addRemembered("/services", LanguageQuery, async ({ lang }) => {
    const services = await coconut.services({ lang });
    return { services } satisfies ServicesAnswer;
  });

  addRemembered("/locations", LocationsQuery, async ({ lang, service: serviceId, method: meetingMethod }) => {
    const found = await coconut.locations({ serviceId, meetingMethod, lang });
    // Without a time zone nobody could say what time it is there.
    const locations = found.flatMap(({ timezone, ...location }) =>
      timezone === null ? [] : [{ ...location, timezone }],
    );
    return { locations } satisfies LocationsAnswer;
  });

  // The language makes no difference to the staff: they are remembered without it.
  const staffQuery = StaffQuery.transform(({ lang: _lang, ...query }) => query);
  addRemembered("/staff", staffQuery, async ({ service: serviceId, location: locationId }) => {
    const users = await coconut.users({ serviceId, locationId });
    return { staff: users.map(toStaffMember) } satisfies StaffAnswer;
  });

  addRemembered("/questions", QuestionsQuery, async ({ lang, service: serviceId }) => {
    const questions = await coconut.questions({ serviceId, lang });
    return { questions } satisfies QuestionsAnswer;
  });

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
