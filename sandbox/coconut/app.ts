import type { Express, Request, Response } from "express";
import express from "express";
import type { Desk } from "./desk.ts";
import { pageRoutes } from "./page/routes.ts";
import { deliveryRoutes } from "./routes/deliveries.ts";
import { openBookingRoutes } from "./routes/open-bookings.ts";
import { openReferenceRoutes } from "./routes/open-reference.ts";
import { controlRefusal, noSuchAddress, openApiRefusal, refuseOtherOrigins } from "./routes/refusals.ts";
import { staffActionRoutes } from "./routes/staff-actions.ts";
import type { Outbox } from "./webhooks/outbox.ts";

/** The stand-in's addresses; it never listens. */
export function createApp(parts: { desk: Desk; outbox: Outbox; tenant: string; reset: () => void }): Express {
  const { desk, outbox } = parts;
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  // Whatever the content type says: curl's -d says "form", and the Open API's bulk calls say "ext=bulk".
  const json = express.json({ limit: "256kb", type: () => true });

  app.use("/api/v2/open", json, openBookingRoutes(desk), openReferenceRoutes(desk.store, desk.nowMs));
  app.use("/api/v2/open", noSuchAddress, openApiRefusal);

  app.use("/sandbox", refuseOtherOrigins, json);
  app.use("/sandbox/appointments", staffActionRoutes(desk));
  app.use("/sandbox", deliveryRoutes(outbox));
  app.post("/sandbox/reset", (_request: Request, response: Response) => {
    parts.reset();
    response.json({ reset: true });
  });

  app.use(pageRoutes(desk.store, outbox, parts.tenant));
  app.use(noSuchAddress);
  app.use(controlRefusal);
  return app;
}
