import { Router } from "express";
import { z } from "zod";
import { conflict, invalid, notFound } from "../model/refusal.ts";
import type { Delivery, Outbox } from "../webhooks/outbox.ts";
import { isSecret } from "../webhooks/signing.ts";
import { parseBody } from "../http/parse.ts";

const ReleaseBody = z.strictObject({ order: z.enum(["as_made", "reversed"]).default("as_made") });

const WebhookBody = z
  .strictObject({
    url: z.string().refine(isHttpUrl, "must be an http or https address").optional(),
    secret: z.string().refine(isSecret, 'must be "whsec_" and the base64 of 24 to 64 bytes').optional(),
  })
  .refine((body) => body.url !== undefined || body.secret !== undefined, "url or secret is needed");

/** The control plane's addresses for deliveries and the webhook. */
export function deliveryRoutes(outbox: Outbox): Router {
  const router = Router();

  router.get("/deliveries", (_request, response) => {
    response.json([...outbox.deliveries.values()].map(record));
  });

  router.post("/deliveries/hold", (_request, response) => {
    outbox.hold();
    response.json({ holding: true });
  });

  // The two below return their promise: Express hands a rejection to the refusals.

  /** Answers once the last of the held ones has been answered. */
  router.post("/deliveries/release", (request, response) => {
    const { order } = parseBody(ReleaseBody, request.body);
    return outbox.release(order).then((released) => {
      response.json({ holding: false, released: released.map(record) });
      return undefined;
    });
  });

  router.post("/deliveries/:id/redeliver", (request, response) => {
    const delivery = outbox.deliveries.get(request.params.id);
    if (!delivery) throw notFound(`there is no delivery ${request.params.id}`);
    if (delivery.state === "held") throw conflict("this delivery is held; release it first");
    return outbox.redeliver(delivery).then(() => {
      response.json(record(delivery));
      return undefined;
    });
  });

  router.post("/webhook", (request, response) => {
    const { url, secret } = parseBody(WebhookBody, request.body);
    const before = outbox.target();
    const target = { url: url ?? before?.url, secret: secret ?? before?.secret };
    if (target.url === undefined || target.secret === undefined) {
      throw invalid([{ detail: "no webhook is set yet: url and secret are both needed" }]);
    }
    outbox.setTarget({ url: target.url, secret: target.secret });
    response.json({ url: target.url });
  });

  return router;
}

function record({ id, event, appointmentId, attempts, state }: Delivery) {
  return { id, event, appointmentId, attempts, state };
}

/** Whether this is an absolute http or https address. */
export function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && ["http:", "https:"].includes(new URL(text).protocol);
}
