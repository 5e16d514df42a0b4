/** Stories in which Dynamics gives one Activity another answer than it wants; what Temporal and Dynamics show then. */
import { expect, vi } from "vitest";
import { createRowIds } from "../../src/appointments/ids.ts";
import { at, type Booking } from "./events.ts";
import { type Service, tenant } from "./service.ts";
import { bookingOf, createStory, newcomer } from "./story.ts";

/** The Activity that meets the answer; `change` is `saveAppointment` of a row that we have written before. */
export type Step = "findClient" | "createLead" | "saveAppointment" | "change";

export interface Refusal {
  readonly booking: Booking;
  readonly eventId: string;
  readonly lastName: string;
}

/** How one Activity fared: its last attempt, and what the attempt before that failed of. */
export interface Fared {
  readonly attempt: number;
  readonly type: string;
  readonly message: string;
  /** What the failure asked for; without it Temporal's backoff counts. */
  readonly delaySeconds: number | undefined;
}

const activityTypes = {
  findClient: "findClient",
  createLead: "createLead",
  saveAppointment: "saveAppointment",
  change: "saveAppointment",
} as const satisfies Record<Step, string>;

export type Refusals = ReturnType<typeof createRefusals>;

export function createRefusals(service: Service) {
  const story = createStory(service);
  const rowIds = createRowIds(service.env["DATAVERSE_URL"] ?? "", tenant);
  const idsOf = ({ id, attendees: [person] = [] }: Booking) => ({
    leadId: rowIds.leadIdFor({ id: person?.id ?? "", clientId: person?.clientId ?? "" }),
    activityId: rowIds.activityIdFor(id),
  });

  /** Delivers an event whose step is answered by `fault`, and nobody else's: faults are found by the row's id. */
  async function begin(step: Step, fault: object): Promise<Refusal> {
    const person = newcomer("Ann");
    const booking = bookingOf(person);
    const { leadId, activityId } = idsOf(booking);
    const path = {
      findClient: `leadid eq ${leadId}`,
      createLead: `leads(${leadId})`,
      saveAppointment: `appointments(${activityId})`,
      change: `appointments(${activityId})`,
    }[step];
    if (step === "change") await story.tellAndWait("appointment.created", booking);
    await service.dynamics.fault({ path, ...fault });
    const changed = { ...booking, notes: "changed", updatedAt: at(60) };
    const event = await story.tell("appointment.updated", changed);
    return { booking, eventId: event.id, lastName: person.lastName };
  }

  /**
   * Delivered one by one, so that a slow machine is not too slow for the receiver; worked on all at once. By sign;
   * `always` goes for every answer.
   */
  async function beginAll(
    rows: readonly (readonly [sign: string, step: Step, answer: object, ...more: unknown[]])[],
    always: object = {},
  ): Promise<ReadonlyMap<string, Refusal>> {
    const begun = new Map<string, Refusal>();
    for (const [sign, step, answer] of rows) begun.set(sign, await begin(step, { ...answer, ...always }));
    return begun;
  }

  /** From the Event History, once the step is over. */
  async function fared({ booking }: Refusal, step: Step): Promise<Fared> {
    const { events } = await service.workflowOf(booking.id).fetchHistory();
    const scheduled = events?.findLast(
      ({ activityTaskScheduledEventAttributes: one }) => one?.activityType?.name === activityTypes[step],
    );
    const started = events?.find(
      ({ activityTaskStartedEventAttributes: one }) =>
        scheduled !== undefined && String(one?.scheduledEventId) === String(scheduled.eventId),
    );
    const { attempt, lastFailure } = started?.activityTaskStartedEventAttributes ?? {};
    return describeAttempt(attempt, lastFailure);
  }

  /** While Temporal waits to try again; undefined before, and where Temporal itself lost the attempt. */
  async function pending({ booking }: Pick<Refusal, "booking">): Promise<Fared | undefined> {
    const { raw } = await service.workflowOf(booking.id).describe();
    const [activity] = raw.pendingActivities ?? [];
    const failure = activity?.lastFailure;
    return failure?.applicationFailureInfo ? describeAttempt(activity?.attempt, failure) : undefined;
  }

  const untilPending = (of: Pick<Refusal, "booking">): Promise<Fared> =>
    vi.waitFor(
      async () =>
        (await pending(of)) ?? expect.fail(`No Activity of ${of.booking.id} waits to be tried again.`),
      { timeout: 40_000, interval: 50 },
    );

  /** The requests about this booking's lead, or to its row: `PATCH`, or what a batch held: `PATCH+PATCH`. */
  async function requestsOf({ booking }: Refusal, of: "leadId" | "activityId"): Promise<string[]> {
    const { leadId, activityId } = idsOf(booking);
    const about = of === "leadId" ? leadId : `appointments(${activityId})`;
    return (await service.dynamics.requests())
      .map(({ operations, ...request }) => (operations.length > 0 ? operations : [request]))
      .filter((operations) => operations.some(({ path }) => path.includes(about)))
      .map((operations) => operations.map(({ method }) => method).join("+"));
  }

  return {
    begin,
    beginAll,
    fared,
    untilPending,
    requestsOf,
    untilDone: ({ booking, eventId }: Refusal) => service.untilDone(booking.id, eventId),
    untilParked: ({ booking }: Refusal) =>
      service.until(booking.id, ({ syncState }) => syncState === "NeedsAttention"),
  };
}

/** A failure in the words of the tests. */
export function describeAttempt(
  attempt: number | null | undefined,
  failure: TemporalFailure | null | undefined,
): Fared {
  const { type, nextRetryDelay } = failure?.applicationFailureInfo ?? {};
  const { seconds, nanos } = nextRetryDelay ?? {};
  return {
    attempt: attempt ?? 0,
    type: type ?? "",
    message: failure?.message ?? "",
    delaySeconds: nextRetryDelay ? Number(seconds ?? 0) + (nanos ?? 0) / 1e9 : undefined,
  };
}

/** The part of temporal.api.failure.v1.Failure that is looked at. */
interface TemporalFailure {
  readonly message?: string | null;
  readonly applicationFailureInfo?: {
    readonly type?: string | null;
    readonly nextRetryDelay?: { readonly seconds?: unknown; readonly nanos?: number | null } | null;
  } | null;
}
