/** The Express app: deliveries, the pane, health, metrics. Never listens. */
import express, { type ErrorRequestHandler, type Express } from "express";
import type { Logger } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import { createPaneRouter, type PaneDependencies } from "./pane/router.ts";
import type { Readiness } from "./temporal/readiness.ts";
import { createWebhookRouter, type WebhookDependencies } from "./webhooks/router.ts";

/** What the app works with. */
export interface AppContext extends WebhookDependencies {
  readonly metrics: Metrics;
  /** Whether a delivery that came now would be stored, and why not. */
  readiness(): Promise<Readiness>;
  /** If absent, nothing is served below /pane. */
  readonly pane?: PaneDependencies | undefined;
  /** How many reverse proxies are trusted to name the client's address; none by default. */
  readonly trustedProxyHops?: number | undefined;
}

/** All routes of the web server. */
export function createApp(context: AppContext): Express {
  const app = express();
  app.disable("x-powered-by");
  app.set("etag", false);
  app.set("trust proxy", context.trustedProxyHops ?? 0);
  app.use((_request, response, next) => {
    response.set({ "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" });
    next();
  });
  app.get("/health/live", (_request, response) => void response.json({ status: "live" }));
  app.get("/health/ready", async (_request, response) => {
    const { isReady, details } = await context.readiness();
    response.status(isReady ? 200 : 503).json({ status: isReady ? "ready" : "not ready", details });
  });
  app.get("/metrics", async (_request, response) => {
    const { contentType, text } = await context.metrics.render();
    response.type(contentType).send(text);
  });
  app.use(createWebhookRouter(context));
  if (context.pane) app.use("/pane", createPaneRouter(context.pane));
  app.use((_request, response) => {
    response.status(404).json({ error: { code: "not_found", message: "There is nothing here." } });
  });
  app.use(answerFault(context.log));
  return app;
}

/** Answers an error that no route has handled: 500 without details, which are logged. */
function answerFault(log: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error);
    // The path cannot be decoded: `%zz`.
    if (error instanceof URIError) {
      response.status(400).json({ error: { code: "malformed", message: "The address cannot be read." } });
      return;
    }
    log.error({ err: error }, "request failed");
    response.status(500).json({ error: { code: "internal_error", message: "Something broke on our side." } });
  };
}
