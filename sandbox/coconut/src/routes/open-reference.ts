import type { Request } from "express";
import { Router } from "express";
import { questionsOf } from "../store/answers.ts";
import type { Service } from "../model/entities.ts";
import { notFound } from "../model/refusal.ts";
import { isMethodOffered, staffOffering } from "../availability/offers.ts";
import {
  questionResource,
  locationDetails,
  serviceDetails,
  staffDetails,
} from "../documents/reference-documents.ts";
import type { Store } from "../store/store.ts";
import { formatPage } from "../http/paging.ts";
import {
  readQueryReference,
  readOptionalQueryReference,
  languageOf,
  queryList,
  queryMethod,
  queryText,
} from "../http/parse.ts";

/** The addresses of services, locations, staff and questions, filtered by what the query names. */
export function openReferenceRoutes(store: Store): Router {
  const router = Router();
  const servicesAsked = (request: Request): Service[] =>
    queryList(request, "service_id").map((id) => readQueryReference(store.services, id, "service_id"));

  router.get("/services", (request, response) => {
    const location = readOptionalQueryReference(store.locations, request, "location_id");
    const categoryId = queryText(request, "category_id");
    const method = queryMethod(request);
    const language = languageOf(request);
    const rows = [...store.services.values()].filter(
      (service) =>
        (categoryId === undefined || service.categoryId === categoryId) &&
        (method === undefined || isMethodOffered(method, [service], location)) &&
        staffOffering(store, { services: [service], location }).length > 0,
    );
    response.json(
      formatPage(
        request,
        rows.map((service) => serviceDetails(store, service, language)),
      ),
    );
  });

  router.get("/locations", (request, response) => {
    const services = servicesAsked(request);
    const method = queryMethod(request);
    const rows = [...store.locations.values()].filter(
      (location) =>
        (method === undefined || isMethodOffered(method, services, location)) &&
        staffOffering(store, { services, location }).length > 0,
    );
    response.json(formatPage(request, rows.map(locationDetails)));
  });

  router.get("/location-details/:id", (request, response) => {
    const location = store.locations.get(request.params.id);
    if (!location) throw notFound(`there is no location ${request.params.id}`);
    response.json({ data: locationDetails(location) });
  });

  router.get("/users", (request, response) => {
    const rows = staffOffering(store, {
      services: servicesAsked(request),
      location: readOptionalQueryReference(store.locations, request, "location_id"),
      languages: queryList(request, "supported_locales"),
    });
    response.json(formatPage(request, rows.map(staffDetails)));
  });

  router.get("/questions", (request, response) => {
    const language = languageOf(request);
    const rows = questionsOf(store, servicesAsked(request));
    response.json(
      formatPage(
        request,
        rows.map((question) => questionResource(question, language)),
      ),
    );
  });

  router.get("/forms", (request, response) => {
    response.json(formatPage(request, []));
  });

  router.get("/settings", (_request, response) => {
    const attributes = { timezone: "America/Toronto", locale: "en", locales: ["en", "fr"] };
    response.json({ data: { type: "settings", id: "1", attributes } });
  });

  router.get("/timezones", (request, response) => {
    const zones = Intl.supportedValuesOf("timeZone");
    response.json(
      formatPage(
        request,
        zones.map((name) => ({ type: "timezones", id: name, attributes: { name } })),
      ),
    );
  });

  return router;
}
