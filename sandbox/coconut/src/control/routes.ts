import { Router } from "express";
import { z } from "zod";
import { parseBody } from "../http/parse.ts";
import type { Faults } from "./faults.ts";
import type { RequestLog } from "./request-log.ts";
import type { Switches } from "./switches.ts";

const FaultBody = z
  .strictObject({
    path: z.string().max(500).optional(),
    method: z.string().max(10).optional(),
    times: z.int().min(1).max(10_000).default(1),
    status: z.int().min(400).max(599).optional(),
    retryAfter: z.int().nonnegative().max(3600).optional(),
    delayMs: z.int().nonnegative().max(120_000).optional(),
    drop: z.enum(["before", "after"]).optional(),
  })
  .refine(({ status, delayMs, drop }) => [status, delayMs, drop].some((what) => what !== undefined), {
    message: "one of status, delayMs and drop is needed",
  });

const SwitchesBody = z.strictObject({ utmInWebhooks: z.boolean().optional() });

/** The control plane's addresses for faults, the request log and switches. */
export function controlRoutes(parts: { faults: Faults; requestLog: RequestLog; switches: Switches }): Router {
  const { faults, requestLog, switches } = parts;
  const router = Router();

  router
    .route("/faults")
    .get((_request, response) => {
      response.json(faults.list());
    })
    .post((request, response) => {
      faults.add(parseBody(FaultBody, request.body));
      response.status(201).json(faults.list());
    })
    .delete((_request, response) => {
      faults.clear();
      response.status(204).end();
    });

  router
    .route("/requests")
    .get((_request, response) => {
      response.json(requestLog.list());
    })
    .delete((_request, response) => {
      requestLog.clear();
      response.status(204).end();
    });

  router
    .route("/switches")
    .get((_request, response) => {
      response.json(switches.now());
    })
    .post((request, response) => {
      switches.set(parseBody(SwitchesBody, request.body));
      response.json(switches.now());
    });

  return router;
}
