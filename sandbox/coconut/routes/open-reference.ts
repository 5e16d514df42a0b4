import { Router } from "express";
import { DateTime } from "luxon";
import { formatLocal, freeSlots } from "../calendar.ts";
import { locationResource, serviceResource, userResource } from "../documents.ts";
import { invalid } from "../errors.ts";
import type { Store } from "../store.ts";
import { queryText, requiredQuery } from "./parse.ts";

const daysShown = 7;

/** What a booking page reads to offer its choices. */
export function openReferenceRoutes(store: Store, nowMs: () => number): Router {
  const router = Router();

  router.get("/locations", (_request, response) => {
    response.json({ data: [...store.locations.values()].map(locationResource) });
  });

  router.get("/services", (_request, response) => {
    response.json({ data: [...store.services.values()].map(serviceResource) });
  });

  router.get("/users", (request, response) => {
    const locationId = queryText(request, "location_id");
    const staff = [...store.staff.values()].filter(
      (member) => locationId === undefined || member.locationIds.includes(locationId),
    );
    response.json({ data: staff.map(userResource) });
  });

  router.get("/timezones", (_request, response) => {
    const zones = Intl.supportedValuesOf("timeZone");
    response.json({ data: zones.map((name) => ({ type: "timezones", id: name, attributes: { name } })) });
  });

  /** The free times of a week, from `start` ("YYYY-MM-DD", default today) on, for one member of staff or anyone. */
  router.get("/times", (request, response) => {
    const location = asked(store.locations, requiredQuery(request, "location_id"), "location_id");
    const service = asked(store.services, requiredQuery(request, "service_id"), "service_id");
    const staffId = queryText(request, "staff_id");
    const staff =
      staffId === undefined ? [...store.staff.values()] : [asked(store.staff, staffId, "staff_id")];
    const now = DateTime.fromMillis(nowMs(), { zone: location.timezone });
    const start = queryText(request, "start") ?? now.toISODate();
    const from = DateTime.fromISO(start ?? "", { zone: location.timezone }).startOf("day");
    if (!from.isValid)
      throw invalid([{ detail: 'start: must be a date as "YYYY-MM-DD"', parameter: "start" }]);

    const candidates = staff.filter((member) => member.locationIds.includes(location.id));
    const fromMs = Math.max(from.toMillis(), nowMs());
    const untilMs = from.plus({ days: daysShown }).toMillis();
    const data = [];
    for (const slot of freeSlots(
      store.appointments.values(),
      location,
      candidates,
      service.durationMinutes,
      fromMs,
    )) {
      if (slot.startMs >= untilMs) break;
      const localStart = formatLocal(slot.startMs, location.timezone);
      const end = formatLocal(slot.endMs, location.timezone);
      const attributes = { start: localStart, end, timezone: location.timezone };
      data.push({ type: "times", id: localStart, attributes });
    }
    response.json({ data });
  });

  return router;
}

function asked<T>(rows: ReadonlyMap<string, T>, id: string, parameter: string): T {
  const row = rows.get(id);
  if (row === undefined) throw invalid([{ detail: `${parameter}: there is no ${id}`, parameter }]);
  return row;
}
