/** Puts routes, control plane and page together under their addresses. */
import type { Express, Request, Response } from "express";
import express from "express";
import type { Faults } from "./control/faults.ts";
import type { RequestLog } from "./control/request-log.ts";
import { controlRoutes } from "./control/routes.ts";
import type { Switches } from "./control/switches.ts";
import type { BookingContext } from "./booking/context.ts";
import type { Lockout } from "./login/lockout.ts";
import { loginRoutes } from "./login/routes.ts";
import { pageRoutes } from "./page/routes.ts";
import { deliveryRoutes } from "./routes/deliveries.ts";
import { openBookingRoutes } from "./routes/open-bookings.ts";
import { openQueueRoutes } from "./routes/open-queue.ts";
import { openReferenceRoutes } from "./routes/open-reference.ts";
import { openTimesRoutes } from "./routes/open-times.ts";
import { openWaitListRoutes } from "./routes/open-wait-list.ts";
import {
  answerControlError,
  refuseUnknownAddress,
  answerOpenApiError,
  refuseOtherOrigins,
} from "./http/refusals.ts";
import { staffActionRoutes } from "./routes/staff-actions.ts";
import type { Outbox } from "./webhooks/outbox.ts";

/** What the routes work with. */
export interface Parts {
  readonly context: BookingContext;
  readonly outbox: Outbox;
  readonly lockout: Lockout;
  readonly faults: Faults;
  readonly requestLog: RequestLog;
  readonly switches: Switches;
  readonly tenant: string;
  readonly reset: () => void;
}

/** The Express app with every address of the stand-in. It does not listen. */
export function createApp(parts: Parts): Express {
  const { context, outbox, faults, requestLog } = parts;
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  // Whatever the content type says: curl's -d says "form", and the Open API's bulk calls say "ext=bulk".
  const json = express.json({ limit: "256kb", type: () => true });

  app.use("/api/v2", requestLog.record, json, faults.strike);
  app.use("/api/v2", loginRoutes(context.store, parts.lockout));
  app.use("/api/v2/open", openReferenceRoutes(context.store), openTimesRoutes(context));
  app.use("/api/v2/open", openBookingRoutes(context), openQueueRoutes(context), openWaitListRoutes(context));
  app.use("/api/v2", refuseUnknownAddress, answerOpenApiError);

  app.use("/sandbox", refuseOtherOrigins, json);
  app.use("/sandbox/appointments", staffActionRoutes(context));
  app.use("/sandbox", deliveryRoutes(outbox), controlRoutes(parts));
  app.post("/sandbox/reset", (_request: Request, response: Response) => {
    parts.reset();
    response.json({ reset: true });
  });

  app.use(pageRoutes(context.store, outbox, parts.tenant));
  app.use(refuseUnknownAddress);
  app.use(answerControlError);
  return app;
}
