/**
 * One Workflow per booking that a banker confirmed in the pane. It asks Coconut to book until Coconut has answered, and
 * never again once Coconut may have booked. The Workflow `syncAppointment` writes the appointment to Dynamics.
 */
import {
  ActivityFailure,
  ApplicationFailure,
  condition,
  isCancellation,
  log,
  patched,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  TimeoutFailure,
  upsertSearchAttributes,
  workflowInfo,
} from "@temporalio/workflow";
import type { BookInCoconutInput, BookingAttempt } from "../activities/booking.ts";
import type { BookingActivities } from "../activities/index.ts";
import type { Appointment } from "../appointments/appointment.ts";
import { isCoconutEvent } from "../appointments/events.ts";
import { taskQueues } from "../temporal/task-queues.ts";
import {
  type BookAppointmentInput,
  type BookAppointmentResult,
  type BookingAnswer,
  type BookingUnavailable,
  bookingUnavailable,
} from "./booking-messages.ts";
import { bookingConfirmedByDeliverySignal } from "./messages.ts";
import { searchAttributes } from "./search-attributes.ts";

/** One attempt only: when an attempt is lost, Temporal cannot know whether it has booked. */
const { bookInCoconut } = proxyActivities<BookingActivities>({
  taskQueue: taskQueues.coconutActivities,
  startToCloseTimeout: "15 seconds",
  retry: { maximumAttempts: 1 },
});

/** Books once. @throws ApplicationFailure `BookingUnavailable` when nothing was booked and the banker may try again */
export async function bookAppointment(input: BookAppointmentInput): Promise<BookAppointmentResult> {
  const { booking, digest } = input;
  /** Set by a delivery of Coconut, which proves that it has booked. */
  let confirmed: Appointment | undefined;
  setHandler(
    bookingConfirmedByDeliverySignal,
    (event) => {
      const isOurs = isCoconutEvent(event) && event.tenant === input.tenant;
      if (isOurs && event.appointment.bookedFrom?.bookingKey === booking.words.term)
        confirmed = event.appointment;
    },
    { description: "An event of the appointment that Coconut made of this booking, as the server sends it." },
  );

  const attempt = await bookUntilAnswered();
  if (attempt.kind === "unknown" && confirmed === undefined) {
    setCurrentDetails("Coconut may have booked, but its answer was lost: waiting for its delivery.");
    await condition(() => confirmed !== undefined, input.seenWithinMs, { summary: "for Coconut's delivery" });
  }
  return conclude(attempt);

  async function bookUntilAnswered(): Promise<AttemptOutcome> {
    const beginUntil = workflowInfo().startTime.getTime() + input.beginWithinMs;
    let last: AttemptOutcome = { kind: "unavailable", what: "worker" };
    for (let backoffMs = 1_000; ; backoffMs *= 2) {
      const leftMs = beginUntil - Date.now();
      if (leftMs <= 0) return last;
      last = await bookOnce(booking, leftMs);
      if (last.kind !== "unavailable") return last;
      const pauseMs = Math.max(last.retryAfterMs ?? backoffMs, 500);
      if (Date.now() + pauseMs >= beginUntil) return last;
      setCurrentDetails("Coconut cannot book at the moment: nothing is booked yet, it is asked again.");
      if (await condition(() => confirmed !== undefined, pauseMs, { summary: "until asked again" }))
        return last;
    }
  }

  function conclude(last: AttemptOutcome): BookAppointmentResult {
    const appointmentId = last.kind === "booked" ? last.appointmentId : confirmed?.id;
    const named =
      appointmentId === undefined ? [] : [{ key: searchAttributes.appointmentId, value: appointmentId }];
    const outcome = last.kind !== "booked" && confirmed !== undefined ? "seen" : last.kind;
    // What an earlier version has recorded has no outcome.
    const shown = patched("booking-outcome")
      ? [...named, { key: searchAttributes.bookingOutcome, value: outcome }]
      : named;
    if (shown.length > 0) upsertSearchAttributes(shown);
    setCurrentDetails(describe(last, appointmentId));
    if (last.kind !== "booked" && confirmed !== undefined)
      return { digest, kind: "seen", appointment: confirmed };
    if (last.kind !== "unavailable") return { digest, ...last };
    const { what, retryAfterMs } = last;
    const details: BookingUnavailable = { digest, what, ...(retryAfterMs !== undefined && { retryAfterMs }) };
    throw ApplicationFailure.create({
      message: `${unavailable[what]} Nothing was booked; the banker was told to try again.`,
      type: bookingUnavailable,
      nonRetryable: true,
      details: [details],
    });
  }
}

/** What one attempt came to. */
type AttemptOutcome =
  | BookingAnswer
  | (Extract<BookingAttempt, { kind: "unavailable" }> & Pick<BookingUnavailable, "what">);

async function bookOnce(booking: BookInCoconutInput["booking"], leftMs: number): Promise<AttemptOutcome> {
  setCurrentDetails("Coconut is being asked.");
  try {
    const attempt = await bookInCoconut.executeWithOptions(
      { summary: booking.start, scheduleToStartTimeout: leftMs },
      [{ booking }],
    );
    return attempt.kind === "unavailable" ? { ...attempt, what: "coconut" } : attempt;
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
    const { cause } = error;
    if (cause instanceof TimeoutFailure && cause.timeoutType === "SCHEDULE_TO_START") {
      return { kind: "unavailable", what: "worker" };
    }
    log.warn("outcome of the booking is unknown", { type: cause?.name });
    return { kind: "unknown" };
  }
}

const unavailable = {
  coconut: "Coconut could not be reached or asked for a pause.",
  worker: "No worker took the booking up in time: see that one is running.",
} as const satisfies Record<BookingUnavailable["what"], string>;

/** Without personal data: everybody who can open the Temporal UI can read it. */
function describe(last: AttemptOutcome, appointmentId: string | undefined): string {
  if (appointmentId !== undefined) return `Booked: Coconut's appointment ${appointmentId}.`;
  switch (last.kind) {
    case "slot_taken":
      return "Not booked: the time was taken.";
    case "invalid":
      return "Not booked: Coconut asked for other answers or details.";
    case "refused":
      return `Not booked: Coconut refused it with status ${last.status}.`;
    case "unavailable":
      return `Not booked. ${unavailable[last.what]}`;
    case "unknown":
    case "booked":
      return "Coconut may have booked, but never said so: look the appointment up in Coconut before booking again.";
  }
}
