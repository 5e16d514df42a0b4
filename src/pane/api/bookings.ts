/** The booking itself, once per idempotency key, and how far it has come since. */
import { Router } from "express";
import type { Booker } from "../../booking/booker.ts";
import type { BookingOutcome, BookingRequest } from "../../booking/request.ts";
import type { Booked, SyncState } from "../contract.ts";
import { BookingBody, BookingHeaders, BookingPath, LanguageQuery } from "./schemas.ts";
import type { AskProgress } from "./sync-state.ts";
import { parse, readJson } from "../http/json-body.ts";
import type { Limits } from "../http/limits.ts";
import { unavailable } from "./outside-failures.ts";
import { Refusal, type RefusalFacts } from "../http/refusal.ts";
import type { RequireRow } from "./row-access.ts";
import { sessionOf } from "../session/require-session.ts";
import type { Session } from "../session/sessions.ts";

export interface BookingRouterDependencies {
  readonly booking: Booker;
  readonly progressOf: AskProgress;
  readonly requireRow: RequireRow;
  readonly limits: Limits;
  readonly metrics: { countBooking(result: BookingOutcome["kind"]): void };
}

export function createBookingRouter(deps: BookingRouterDependencies): Router {
  const { booking, progressOf, requireRow, limits, metrics } = deps;
  const router = Router();

  router.post("/", ...readJson("256kb"), async (request, response) => {
    const session = sessionOf(response);
    await limits.bookingsOfSession(session.key);
    const headers = parse(BookingHeaders, { "Idempotency-Key": request.get("Idempotency-Key") });
    const body = parse(BookingBody, request.body);
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
    parse(LanguageQuery, request.query);
    const { appointmentId } = request.params;
    const isOwn = sessionOf(response).appointmentIds.has(appointmentId);
    if (!isOwn || !BookingPath.safeParse(request.params).success) throw new Refusal(noSuchBooking);
    response.json((await progressOf(appointmentId)) satisfies SyncState);
  });

  /** A row may be gone, or another's, since it was booked from: what was booked stands all the same. */
  async function bookOrRecall(session: Session, request: BookingRequest): Promise<BookingOutcome> {
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
