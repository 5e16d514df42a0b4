import { Router } from "express";
import { z } from "zod";
import type { BookingContext } from "../booking/context.ts";
import { nowInSecondsMs } from "../booking/context.ts";
import type { Resource } from "../documents/appointment-document.ts";
import type { WaitRequest } from "../model/entities.ts";
import { invalid, notFound } from "../model/refusal.ts";
import { formatUtc } from "../model/local-time.ts";
import type { Store } from "../store/store.ts";
import { ClientBody } from "./attendee-body.ts";
import { Id, parseBody, readReference } from "../http/parse.ts";

const at = "/data/attributes";

const RequestBody = z.looseObject({
  data: z.looseObject({
    attributes: z.looseObject({ service_id: Id, location_id: Id.nullish() }),
    relationships: z.looseObject({
      client: z.looseObject({ data: ClientBody }).optional(),
      clients: z.looseObject({ data: ClientBody }).optional(),
    }),
  }),
});

const ChangeBody = z.looseObject({ data: z.looseObject({ attributes: z.looseObject({}) }) });

/** The addresses of the waiting list. It sends no webhooks. */
export function openWaitListRoutes(context: BookingContext): Router {
  const { store } = context;
  const router = Router();

  router.post("/requests", (request, response) => {
    const { attributes, relationships } = parseBody(RequestBody, request.body).data;
    const { service_id: serviceId, location_id: locationId, ...more } = attributes;
    readReference(store.services, serviceId, "service", `${at}/service_id`);
    if (locationId) readReference(store.locations, locationId, "location", `${at}/location_id`);
    const person = (relationships.client ?? relationships.clients)?.data;
    if (!person) throw invalid([{ detail: "client: is needed", pointer: "/data/relationships/client" }]);
    const waiting: WaitRequest = {
      id: store.nextId(),
      clientId: store.findOrAddClient(person).id,
      serviceId,
      locationId: locationId ?? null,
      attributes: more,
      createdAtMs: nowInSecondsMs(context),
    };
    store.waitList.set(waiting.id, waiting);
    response.status(201).json({ data: waitingResource(waiting) });
  });

  router
    .route("/clients/:client/requests/:id")
    .get((request, response) => {
      response.json({ data: waitingResource(find(store, request.params)) });
    })
    .patch((request, response) => {
      const waiting = find(store, request.params);
      const { attributes } = parseBody(ChangeBody, request.body).data;
      const { service_id: _service, location_id: _location, ...more } = attributes;
      waiting.attributes = { ...waiting.attributes, ...more };
      response.json({ data: waitingResource(waiting) });
    })
    .delete((request, response) => {
      store.waitList.delete(find(store, request.params).id);
      response.status(204).end();
    });

  return router;
}

function find(store: Store, { client, id }: { client: string; id: string }): WaitRequest {
  const waiting = store.waitList.get(id);
  if (!waiting || waiting.clientId !== client) throw notFound("this client has no such request");
  return waiting;
}

function waitingResource(waiting: WaitRequest): Resource {
  return {
    type: "requests",
    id: waiting.id,
    attributes: {
      ...waiting.attributes,
      service_id: waiting.serviceId,
      location_id: waiting.locationId,
      created_at: formatUtc(waiting.createdAtMs),
    },
    relationships: { client: { data: { type: "clients", id: waiting.clientId } } },
  };
}
