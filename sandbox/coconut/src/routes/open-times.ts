import type { Request } from "express";
import { Router } from "express";
import { DateTime } from "luxon";
import type { OpeningsQuery } from "../availability/openings.ts";
import { findOpenings } from "../availability/openings.ts";
import { durationOf } from "../booking/booking.ts";
import type { BookingContext } from "../booking/context.ts";
import { invalid } from "../model/refusal.ts";
import { formatLocal, isTimezone, readLocal } from "../model/local-time.ts";
import { withPlaces, isCall, isMethodOffered, staffOffering } from "../availability/offers.ts";
import { formatPage } from "../http/paging.ts";
import {
  readQueryReference,
  readOptionalQueryReference,
  queryList,
  queryMethod,
  queryText,
  requiredQuery,
} from "../http/parse.ts";

const daysShown = 7;
const mostDays = 42;
/** For a call without a location, unless the query names a zone. */
const tenantTimezone = "America/Toronto";

/** The address of free times: from `start` to `end` (dates, both inclusive), in the zone of the query. */
export function openTimesRoutes(context: BookingContext): Router {
  const { store } = context;
  const router = Router();

  router.get("/times", (request, response) => {
    const services = queryList(request, "service_id").map((id) =>
      readQueryReference(store.services, id, "service_id"),
    );
    if (services.length === 0) requiredQuery(request, "service_id");
    const method = queryMethod(request);
    const location = readOptionalQueryReference(store.locations, request, "location_id");
    if (!location && !isCall(method)) requiredQuery(request, "location_id");
    const zone = queryText(request, "timezone") ?? location?.timezone ?? tenantTimezone;
    if (!isTimezone(zone))
      throw invalid([{ detail: "timezone: must be an IANA time zone", parameter: "timezone" }]);

    const named = readOptionalQueryReference(store.staff, request, "staff_id");
    const languages = queryList(request, "supported_locales");
    const offering = staffOffering(store, { services, location, languages: named ? [] : languages });
    const isPossible = method === undefined || isMethodOffered(method, services, location);
    const additional = queryList(request, "additional_staff_id").map((id) =>
      readQueryReference(store.staff, id, "additional_staff_id"),
    );
    const candidates = offering.filter(
      (member) => isPossible && (!named || named.id === member.id) && !additional.includes(member),
    );
    const times = found(zone, {
      appointments: store.appointments.values(),
      candidates: withPlaces(store, candidates, location),
      additional: withPlaces(store, additional, location),
      durationMinutes: durationOf(services),
      ...windowAsked(request, zone, context.nowMs()),
    });
    response.json(formatPage(request, times, Number.MAX_SAFE_INTEGER));
  });

  return router;
}

function found(timezone: string, query: OpeningsQuery) {
  return [...findOpenings(query)].flatMap(({ startMs, endMs }) => {
    const start = formatLocal(startMs, timezone);
    // In the hour that the clocks repeat in autumn, a local time means the first one: the second cannot be booked.
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
