import type { Express, Request, Response } from "express";
import express from "express";
import type { Faults } from "./control/faults.ts";
import type { RequestLog } from "./control/request-log.ts";
import { controlRoutes } from "./control/routes.ts";
import type { Switches } from "./control/switches.ts";
import type { Desk } from "./booking/desk.ts";
import type { Attempts } from "./login/attempts.ts";
import { loginRoutes } from "./login/routes.ts";
import { pageRoutes } from "./page/routes.ts";
import { deliveryRoutes } from "./routes/deliveries.ts";
import { openBookingRoutes } from "./routes/open-bookings.ts";
import { openQueueRoutes } from "./routes/open-queue.ts";
import { openReferenceRoutes } from "./routes/open-reference.ts";
import { openTimesRoutes } from "./routes/open-times.ts";
import { openWaitListRoutes } from "./routes/open-wait-list.ts";
import { controlRefusal, noSuchAddress, openApiRefusal, refuseOtherOrigins } from "./http/refusals.ts";
import { staffActionRoutes } from "./routes/staff-actions.ts";
import type { Outbox } from "./webhooks/outbox.ts";

export interface Parts {
  readonly desk: Desk;
  readonly outbox: Outbox;
  readonly attempts: Attempts;
  readonly faults: Faults;
  readonly requestLog: RequestLog;
  readonly switches: Switches;
  readonly tenant: string;
  readonly reset: () => void;
}

/** The stand-in's addresses; it never listens. */
export function createApp(parts: Parts): Express {
  const { desk, outbox, faults, requestLog } = parts;
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  // Whatever the content type says: curl's -d says "form", and the Open API's bulk calls say "ext=bulk".
  const json = express.json({ limit: "256kb", type: () => true });

  app.use("/api/v2", requestLog.record, json, faults.strike);
  app.use("/api/v2", loginRoutes(desk.store, parts.attempts));
  app.use("/api/v2/open", openReferenceRoutes(desk.store), openTimesRoutes(desk));
  app.use("/api/v2/open", openBookingRoutes(desk), openQueueRoutes(desk), openWaitListRoutes(desk));
  app.use("/api/v2", noSuchAddress, openApiRefusal);

  app.use("/sandbox", refuseOtherOrigins, json);
  app.use("/sandbox/appointments", staffActionRoutes(desk));
  app.use("/sandbox", deliveryRoutes(outbox), controlRoutes(parts));
  app.post("/sandbox/reset", (_request: Request, response: Response) => {
    parts.reset();
    response.json({ reset: true });
  });

  app.use(pageRoutes(desk.store, outbox, parts.tenant));
  app.use(noSuchAddress);
  app.use(controlRefusal);
  return app;
}
