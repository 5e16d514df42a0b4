import { randomBytes } from "node:crypto";
import { Router } from "express";
import type { Store } from "../store/store.ts";
import type { Outbox } from "../webhooks/outbox.ts";
import { staffPage } from "./document.ts";
import { appointmentList, deliveryList } from "./lists.ts";

/** The page at `/`, and its lists by themselves at `/lists`. */
export function pageRoutes(store: Store, outbox: Outbox, tenant: string): Router {
  const router = Router();
  router.get("/", (_request, response) => {
    const nonce = randomBytes(16).toString("base64");
    response.set({
      "content-security-policy": [
        "default-src 'none'",
        `script-src 'nonce-${nonce}'`,
        `style-src 'nonce-${nonce}'`,
        "connect-src 'self'",
        "img-src data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
      ].join("; "),
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    });
    response.type("html").send(staffPage({ store, outbox, tenant, nonce }));
  });

  /**
   * The lists that the open page fetches every other second, without inline styles: the page's policy would refuse
   * them.
   */
  router.get("/lists", (_request, response) => {
    response.set({ "cache-control": "no-store", "x-content-type-options": "nosniff" });
    response.type("html").send(appointmentList(store).text + deliveryList(outbox).text);
  });

  return router;
}
