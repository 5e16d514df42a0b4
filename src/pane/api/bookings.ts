/** `POST /pane/api/bookings` books once for each Idempotency-Key; `GET /pane/api/bookings/{id}` tells how far it has come. */
import { Router } from "express";
import type { Booker } from "../../booking/booker.ts";
import type { BookingOutcome, BookingRequest } from "../../booking/request.ts";
import type { ReadSyncState } from "../../booking/sync-state.ts";
import type { Booked, SyncState } from "@coconut-dynamics/pane/contract";
import { BookingBody, BookingHeaders, BookingPath, LanguageQuery } from "./schemas.ts";
import { parseRequest, readJson } from "../http/json-body.ts";
import type { Limits } from "../http/limits.ts";
import { unavailable } from "./outside-failures.ts";
import { Refusal, type RefusalFacts } from "../http/refusal.ts";
import type { RequireRow } from "./row-access.ts";
import { sessionOf } from "../session/require-session.ts";
import type { BankerSession } from "../session/sessions.ts";

/** What the two routes need. */
export interface BookingRouterDependencies {
  readonly booking: Booker;
  readonly readSyncState: ReadSyncState;
  readonly requireRow: RequireRow;
  readonly limits: Limits;
  readonly metrics: { countBooking(result: BookingOutcome["kind"]): void };
}

/** The router of the two routes, for requests that have a session. */
export function createBookingRouter(deps: BookingRouterDependencies): Router {
  const { booking, readSyncState, requireRow, limits, metrics } = deps;
  const router = Router();

  router.post("/", ...readJson("256kb"), async (request, response) => {
    const session = sessionOf(response);
    await limits.bookingsPerSession(session.key);
    const headers = parseRequest(BookingHeaders, { "Idempotency-Key": request.get("Idempotency-Key") });
    const body = parseRequest(BookingBody, request.body);
    const outcome = await bookOrRecall(session, {
      ...body,
      staffId: session.banker.staffId,
      key: headers["Idempotency-Key"],
    });
    metrics.countBooking(outcome.kind);
    if (outcome.kind !== "booked") throw new Refusal(refusalOf(outcome));
    session.appointmentIds.add(outcome.appointmentId);
    const { kind: _kind, ...booked } = outcome;
    response.status(201).json(booked satisfies Booked);
  });

  router.get("/:appointmentId", async (request, response) => {
    parseRequest(LanguageQuery, request.query);
    const { appointmentId } = request.params;
    const isOwn = sessionOf(response).appointmentIds.has(appointmentId);
    if (!isOwn || !BookingPath.safeParse(request.params).success) throw new Refusal(noSuchBooking);
    response.json((await readSyncState(appointmentId)) satisfies SyncState);
  });

  /** Books. Where the row may not be booked from, an earlier booking under the same key is still answered. */
  async function bookOrRecall(session: BankerSession, request: BookingRequest): Promise<BookingOutcome> {
    try {
      await requireRow(session, request.row);
    } catch (refusal) {
      const recalled = await booking.recall(request);
      if (recalled === undefined) throw refusal;
      return recalled;
    }
    return booking.book(request);
  }

  return router;
}

const noSuchBooking: RefusalFacts = {
  status: 404,
  code: "not_found",
  message: "This session has booked no such appointment.",
};

function refusalOf(outcome: Exclude<BookingOutcome, { readonly kind: "booked" }>): RefusalFacts {
  switch (outcome.kind) {
    case "slot_taken":
      return {
        status: 409,
        code: "slot_taken",
        message: "Somebody else has taken this time. Choose another.",
      };
    case "invalid":
      return {
        status: 422,
        code: "invalid",
        message: "Coconut does not take some of the values.",
        issues: outcome.issues,
      };
    case "key_reused":
      return {
        status: 422,
        code: "key_reused",
        message: "This Idempotency-Key was used for another booking.",
      };
    case "refused":
      return { status: 502, code: "coconut_refused", message: outcome.reason };
    case "unavailable":
      return unavailable(outcome.what, outcome.retryAfterSeconds * 1000);
    case "unknown":
      return {
        status: 504,
        code: "outcome_unknown",
        message:
          "It may have been booked. Ask again with the same Idempotency-Key to learn what became of it.",
      };
  }
}
