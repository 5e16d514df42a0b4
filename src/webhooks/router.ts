/** The route for deliveries: raw bytes → verify → read → Signal-With-Start → 202. */
import express, { type Request, type Response, Router } from "express";
import type { CoconutEvent } from "../appointments/events.ts";
import type { AppointmentReader } from "../coconut/read-appointment.ts";
import { readDelivery } from "../coconut/read-delivery.ts";
import type { Logger } from "../log.ts";
import type { DeliveryOutcome } from "../metrics.ts";
import type { WebhookProfile } from "./profiles.ts";
import { type EventSender, NotConfirmedError } from "./sender.ts";
import { verifyDelivery } from "./verify.ts";

/** What the route works with. */
export interface WebhookDependencies extends AppointmentReader {
  readonly webhook: WebhookProfile;
  readonly sender: EventSender;
  /** Hears of every event: it may prove that a booking from Dynamics was made. Never throws. */
  readonly bookingConfirmer?: { confirm(event: CoconutEvent): Promise<void> } | undefined;
  readonly log: Logger;
  readonly metrics: { countDelivery(outcome: DeliveryOutcome, seconds: number): void };
}

/** How one delivery is answered and counted. `log` holds ids and reasons only. */
interface Reply {
  readonly status: number;
  readonly outcome: DeliveryOutcome;
  readonly body: object;
  readonly log?: object;
  /** Taken in, but worth a look. */
  readonly isOdd?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

const maxBodyBytes = 256 * 1024;
const retryAfterSeconds = "5";
const maximumLogged = 50;

/** `POST /webhooks/coconut`: 202 once Temporal has the event, or why not. */
export function createWebhookRouter(deps: WebhookDependencies): Router {
  const router = Router();
  // The bytes as they came: the signature is over them, so nothing is decompressed or parsed before it is verified.
  const readBody = express.raw({ type: () => true, limit: maxBodyBytes, inflate: false });
  router
    .route("/webhooks/coconut")
    .post(async (request, response) => {
      const startedAt = process.hrtime.bigint();
      const reply = await answer(request, response).catch(refusalFor);
      const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
      deps.metrics.countDelivery(reply.outcome, seconds);
      const level = reply.status >= 500 ? "error" : reply.status >= 400 || reply.isOdd ? "warn" : "info";
      deps.log[level]({ outcome: reply.outcome, status: reply.status, ...reply.log }, "delivery");
      response
        .status(reply.status)
        .set(reply.headers ?? {})
        .json(reply.body);
    })
    .all((_request, response) => {
      response
        .status(405)
        .set("Allow", "POST")
        .json(errorBody("method_not_allowed", "Deliveries are sent by POST."));
    });
  return router;

  async function answer(request: Request, response: Response): Promise<Reply> {
    if (!/^application\/(?:[\w.+-]+\+)?json(?:\s*;|$)/i.test(request.headers["content-type"] ?? "")) {
      return refuse(415, "wrong_type", "unsupported_type", "Send Content-Type: application/json.");
    }
    const rawBody = await bodyOf(request, response);
    const receivedAt = new Date();
    const verification = verifyDelivery(deps.webhook, { headers: request.headers, rawBody, now: receivedAt });
    if (!verification.ok) {
      const { reason, detail } = verification;
      return { ...refuse(401, "unauthorized", reason, detail), log: { reason } };
    }
    const body = parseJson(rawBody);
    if (body === undefined) return refuse(400, "malformed", "broken_json", "The body is not JSON.");

    const { signedId } = verification;
    const delivery = readDelivery({ body, rawBody, signedId, receivedAt }, deps);
    switch (delivery.kind) {
      case "malformed": {
        const { issues } = delivery;
        const text = "The body is not an event this server can read.";
        return {
          ...refuse(422, "malformed", "not_an_event", text, issues),
          log: { issues: shortened(issues) },
        };
      }
      case "ignored": {
        const { eventId, reason, rawType } = delivery;
        return {
          status: 202,
          outcome: "ignored",
          body: { eventId, ignored: reason },
          log: { eventId, reason, rawType },
        };
      }
      case "event": {
        const { event, leftOut } = delivery;
        const { eventId, type } = event;
        const [{ workflowId }] = await Promise.all([
          deps.sender.send(event),
          deps.bookingConfirmer?.confirm(event),
        ]);
        return {
          status: 202,
          outcome: "accepted",
          body: { eventId, workflowId },
          log: { eventId, type, workflowId, ...(leftOut.length > 0 && { leftOut: shortened(leftOut) }) },
          isOdd: leftOut.length > 0,
        };
      }
    }
  }

  function bodyOf(request: Request, response: Response): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      readBody(request, response, (error?: unknown) => {
        if (error) return reject(error instanceof Error ? error : new Error("the body could not be read"));
        // Without a body express sets no buffer.
        const body: unknown = request.body;
        resolve(body instanceof Uint8Array ? body : new Uint8Array());
      });
    });
  }
}

/** One delivery may be odd in thousands of places. */
function shortened(reports: readonly string[]): readonly string[] {
  const more = reports.length - maximumLogged;
  return more > 0 ? [...reports.slice(0, maximumLogged), `and ${more} more`] : reports;
}

function parseJson(rawBody: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(rawBody));
  } catch {
    return undefined;
  }
}

function refusalFor(error: unknown): Reply {
  if (error instanceof NotConfirmedError) {
    const log = { reason: error.message };
    if (error.isPermanent)
      return { ...refuse(500, "failed", "temporal_refused", "The event was not stored."), log };
    return {
      ...refuse(503, "unavailable", "temporal_unavailable", "The event was not stored: send it again later."),
      headers: { "Retry-After": retryAfterSeconds },
      log,
    };
  }
  switch ((error as { type?: unknown } | null)?.type) {
    case "entity.too.large":
      return refuse(413, "too_large", "body_too_large", "The body is over 256 kB.");
    case "encoding.unsupported":
      return refuse(415, "wrong_type", "unsupported_encoding", "Send the body without Content-Encoding.");
    case "request.aborted":
    case "request.size.invalid":
      return refuse(400, "malformed", "body_incomplete", "The body is not as long as Content-Length says.");
    default:
      return {
        ...refuse(500, "failed", "internal_error", "The event was not stored."),
        log: { err: error },
      };
  }
}

function refuse(
  status: number,
  outcome: DeliveryOutcome,
  code: string,
  message: string,
  issues?: readonly string[],
): Reply {
  return { status, outcome, body: errorBody(code, message, issues) };
}

function errorBody(code: string, message: string, issues?: readonly string[]): object {
  return { error: { code, message, ...(issues && { issues }) } };
}
