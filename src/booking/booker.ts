/** Books in Coconut what a banker confirmed, once whatever fails, and sends the appointment to its Workflow. */
import type { Client } from "@temporalio/client";
import { DateTime } from "luxon";
import { bookingWorkflowIdFor } from "../appointments/ids.ts";
import type { BookedFrom } from "../appointments/appointment.ts";
import type { CoconutEvent } from "../appointments/events.ts";
import { toCampaignWords } from "../coconut/booked-from.ts";
import type { AppointmentReader } from "../coconut/read-appointment.ts";
import { digestOf } from "../coconut/fingerprint.ts";
import type { Logger } from "../log.ts";
import { readBooked, summaryOf, summaryOfRequest } from "./booked-appointment.ts";
import { toIssues } from "./issues.ts";
import type { BookingOutcome, BookingRequest } from "./request.ts";
import { type BookingRun, createBookingRuns, type RunLimits, type RunOutcome } from "./runs.ts";

/** Makes bookings, and knows what became of them. */
export interface Booker {
  /** Books, or tells what became of the booking before. Safe to repeat with the same request and key. Never throws. */
  book(request: BookingRequest): Promise<BookingOutcome>;
  /** What became of a booking that was begun before, undefined if there is none; books nothing. Never throws. */
  recall(request: BookingRequest): Promise<BookingOutcome | undefined>;
}

/** What a Booker works with. */
export interface BookerOptions extends AppointmentReader {
  /** Signs the campaign words that carry the row booked from. */
  readonly bookedFromSecret: Uint8Array;
  readonly temporal: Client;
  /** Sends the event of the appointment to its Workflow, as it does a delivery's. */
  readonly sender: { send(event: CoconutEvent): Promise<unknown> };
  readonly log: Logger;
  readonly limits?: Partial<BookingLimits>;
}

/** `beginWithinMs`: no attempt starts later. `seenWithinMs`: how long to wait for a delivery after a lost answer. */
export interface BookingLimits extends RunLimits {
  readonly beginWithinMs: number;
  readonly seenWithinMs: number;
}

/** A request that begins within 12 s has ended (10 s for an answer) before the 25 s after which the banker is told. */
const defaultLimits: BookingLimits = {
  callTimeoutMs: 2_500,
  resultTimeoutMs: 25_000,
  beginWithinMs: 12_000,
  seenWithinMs: 120_000,
};

const retryAfterSeconds = 10;

/** One Workflow `bookAppointment` is started for each key of a banker. */
export function createBooker(options: BookerOptions): Booker {
  const { temporal, sender, log, tenant, bookedFromSecret } = options;
  const { beginWithinMs, seenWithinMs, ...runLimits } = { ...defaultLimits, ...options.limits };
  const runs = createBookingRuns({ temporal, log }, runLimits);

  return {
    async book(request) {
      const run = runOf(request);
      return conclude(await runs.book(run), run, request);
    },
    async recall(request) {
      const run = runOf(request);
      const outcome = await runs.recall(run);
      const isNothing =
        outcome === undefined || outcome.kind === "unavailable" || outcome.kind === "not started";
      return isNothing ? undefined : conclude(outcome, run, request);
    },
  };

  function runOf(request: BookingRequest): BookingRun {
    const { staffId, key, ...body } = request;
    const { row: _row, ...booking } = body;
    const words = toCampaignWords(bookedFromOf(request), { secret: bookedFromSecret, tenant });
    return {
      workflowId: bookingWorkflowIdFor(tenant, staffId, key),
      input: {
        tenant,
        digest: digestOf(body),
        beginWithinMs,
        seenWithinMs,
        booking: { ...booking, bookerId: staffId, words },
      },
      appointmentAt: DateTime.fromSQL(request.start, { zone: request.timezone }).toJSDate(),
    };
  }

  async function conclude(
    outcome: RunOutcome,
    { workflowId, input }: BookingRun,
    request: BookingRequest,
  ): Promise<BookingOutcome> {
    log.info({ workflowId, outcome: outcome.kind }, "booking");
    if ("digest" in outcome && outcome.digest !== input.digest) return { kind: "key_reused" };
    switch (outcome.kind) {
      case "booked":
        return { kind: "booked", ...(await takeIn(outcome, request)) };
      case "seen":
        return { kind: "booked", ...summaryOf(outcome.appointment) };
      case "slot_taken":
      case "unknown":
        return { kind: outcome.kind };
      case "invalid":
        return { kind: "invalid", issues: toIssues(outcome.problems) };
      case "refused":
        return { kind: "refused", reason: `Coconut answered with status ${outcome.status}` };
      case "not started":
        return { kind: "unavailable", what: "temporal", retryAfterSeconds };
      case "unavailable":
        return {
          kind: "unavailable",
          what: outcome.what === "coconut" ? "coconut" : "temporal",
          retryAfterSeconds: Math.ceil((outcome.retryAfterMs ?? retryAfterSeconds * 1000) / 1000),
        };
    }
  }

  /** The appointment is booked, whether or not its event can be sent: Coconut's delivery tells the same. */
  async function takeIn(
    booked: { readonly appointmentId: string; readonly document: object },
    request: BookingRequest,
  ) {
    const { appointmentId } = booked;
    const event = readBooked(booked, bookedFromOf(request), options);
    if (event === undefined) {
      log.warn(
        { appointmentId },
        "Coconut's answer to a booking cannot be read; its delivery will tell of the appointment",
      );
      return summaryOfRequest(appointmentId, request);
    }
    try {
      await sender.send(event);
    } catch (error) {
      log.warn(
        { appointmentId, err: error },
        "the event of a booking was not sent; Coconut's delivery will tell of the appointment",
      );
    }
    return summaryOf(event.appointment);
  }
}

function bookedFromOf({ row, key, staffId }: BookingRequest): BookedFrom {
  return { ...row, bookingKey: key, bookerId: staffId };
}
