import type { Request } from "express";
import { Router } from "express";
import { DateTime } from "luxon";
import type { Sought } from "../availability/openings.ts";
import { openings } from "../availability/openings.ts";
import { durationOf } from "../booking/booking.ts";
import type { Desk } from "../booking/desk.ts";
import { invalid } from "../model/refusal.ts";
import { formatLocal, isTimezone, readLocal } from "../model/local-time.ts";
import { inTheirPlace, isCall, isHeldBy, staffOffering } from "../availability/offers.ts";
import { paged } from "../http/paging.ts";
import { asked, askedIfNamed, queryList, queryMethod, queryText, requiredQuery } from "../http/parse.ts";

const daysShown = 7;
const mostDays = 42;
/** Of a call at no place, unless the question names a zone. */
const tenantTimezone = "America/Toronto";

/** The free times from `start` to `end` (dates, both inclusive), told in the zone that was asked for. */
export function openTimesRoutes(desk: Desk): Router {
  const { store } = desk;
  const router = Router();

  router.get("/times", (request, response) => {
    const services = queryList(request, "service_id").map((id) => asked(store.services, id, "service_id"));
    if (services.length === 0) requiredQuery(request, "service_id");
    const method = queryMethod(request);
    const location = askedIfNamed(store.locations, request, "location_id");
    if (!location && !isCall(method)) requiredQuery(request, "location_id");
    const zone = queryText(request, "timezone") ?? location?.timezone ?? tenantTimezone;
    if (!isTimezone(zone))
      throw invalid([{ detail: "timezone: must be an IANA time zone", parameter: "timezone" }]);

    const named = askedIfNamed(store.staff, request, "staff_id");
    const languages = queryList(request, "supported_locales");
    const offering = staffOffering(store, { services, location, languages: named ? [] : languages });
    const isPossible = method === undefined || isHeldBy(method, services, location);
    const together = queryList(request, "additional_staff_id").map((id) =>
      asked(store.staff, id, "additional_staff_id"),
    );
    const candidates = offering.filter(
      (member) => isPossible && (!named || named.id === member.id) && !together.includes(member),
    );
    const times = found(zone, {
      appointments: store.appointments.values(),
      candidates: inTheirPlace(store, candidates, location),
      together: inTheirPlace(store, together, location),
      durationMinutes: durationOf(services),
      ...windowAsked(request, zone, desk.nowMs()),
    });
    response.json(paged(request, times, Number.MAX_SAFE_INTEGER));
  });

  return router;
}

function found(timezone: string, sought: Sought) {
  return [...openings(sought)].flatMap(({ startMs, endMs }) => {
    const start = formatLocal(startMs, timezone);
    // In the hour that the autumn change repeats, the text means its first time: the second cannot be asked for.
    if (readLocal(start, timezone) !== startMs) return [];
    return [{ type: "times", id: start, attributes: { start, end: formatLocal(endMs, timezone), timezone } }];
  });
}

function windowAsked(request: Request, zone: string, nowMs: number): { fromMs: number; untilMs: number } {
  const start = dateAsked(request, "start", zone) ?? DateTime.fromMillis(nowMs, { zone }).startOf("day");
  const end = dateAsked(request, "end", zone) ?? start.plus({ days: daysShown - 1 });
  const days = Math.round(end.diff(start, "days").days) + 1;
  if (days >= 1 && days <= mostDays) {
    return {
      fromMs: Math.max(start.toMillis(), nowMs),
      untilMs: end.plus({ days: 1 }).startOf("day").toMillis(),
    };
  }
  throw invalid([{ detail: `end: must be within ${mostDays} days from start on`, parameter: "end" }]);
}

function dateAsked(request: Request, parameter: string, zone: string): DateTime | undefined {
  const text = queryText(request, parameter);
  if (text === undefined) return undefined;
  const date = DateTime.fromFormat(text, "yyyy-MM-dd", { zone }).startOf("day");
  if (date.isValid) return date;
  throw invalid([{ detail: `${parameter}: must be a date as "YYYY-MM-DD"`, parameter }]);
}
