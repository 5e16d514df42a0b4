/** One Workflow per Coconut appointment: it keeps the appointment's row in Dynamics in step with Coconut. */
import {
  allHandlersFinished,
  condition,
  continueAsNew,
  patched,
  setHandler,
  workflowInfo,
} from "@temporalio/workflow";
import { type CoconutEvent, newestOf } from "../appointments/events.ts";
import { applyEvent } from "./apply-event.ts";
import { appointmentChangedSignal, retrySignal, skipSignal, syncStateQuery } from "./messages.ts";
import { problemOf } from "./problem.ts";
import { showProgress } from "./progress.ts";
import {
  admit,
  createStateStore,
  newState,
  type Outcome,
  recordOutcome,
  type SyncAppointmentState,
  takeUp,
} from "./state.ts";

/** What the Workflow starts with. */
export interface SyncAppointmentInput {
  readonly tenant: string;
  readonly appointmentId: string;
  /** How long to stay open after the later of the appointment's end and its last event. */
  readonly settlePeriodMs: number;
  /** What the run before this one handed over by continue-as-new. `pending`: not written yet; `newest`: last taken up. */
  readonly carried?: {
    readonly state: SyncAppointmentState;
    readonly pending: readonly CoconutEvent[];
    readonly newest?: CoconutEvent;
  };
}

/** How the Workflow ended. `activityId`: the appointment row's id, null if no row was written. */
export interface SyncAppointmentResult {
  readonly syncState: SyncAppointmentState["syncState"];
  readonly activityId: string | null;
}

/** Writes each new event to Dynamics, one at a time; ends when nothing more is expected of the appointment. */
export async function syncAppointment(input: SyncAppointmentInput): Promise<SyncAppointmentResult> {
  const store = createStateStore(input.carried?.state ?? newState(input.tenant, input.appointmentId));
  let pending: CoconutEvent[] = [...(input.carried?.pending ?? [])];
  let newest = input.carried?.newest;
  let decision: "retry" | "skip" | undefined;

  setHandler(appointmentChangedSignal, takeIn, {
    description: "An event of this appointment, as the server sends it.",
  });
  setHandler(retrySignal, () => void (decision = "retry"), {
    description: "When parked: try the same event again.",
  });
  setHandler(skipSignal, () => void (decision = "skip"), {
    description: "When parked: leave this event unwritten and go on.",
  });
  setHandler(syncStateQuery, () => store.current, {
    description: "What was matched, why, and what was written.",
  });

  if (input.carried === undefined) await condition(() => pending.length > 0);
  for (;;) {
    if (pending.length > 0) await bringToDynamics(takeNewest());
    if (workflowInfo().continueAsNewSuggested) {
      await condition(allHandlersFinished);
      await continueAsNew<typeof syncAppointment>({
        ...input,
        carried: { state: store.current, pending, ...(newest && { newest }) },
      });
    }
    if (pending.length > 0) continue;
    const settleMs = untilSettledMs(store.current, input.settlePeriodMs);
    const hasWork = () => pending.length > 0 || workflowInfo().continueAsNewSuggested;
    if (await condition(hasWork, settleMs, { summary: "until settled" })) continue;
    await condition(allHandlersFinished);
    // Nothing may be awaited between this check and the end: a Signal that comes later starts a new run.
    if (pending.length === 0) {
      const { syncState, saved } = store.current;
      return { syncState, activityId: saved?.activityId ?? null };
    }
  }

  function takeIn(event: CoconutEvent): void {
    const wasOriginKnown = store.current.bookedFrom !== undefined;
    const { isNew, change } = admit(store.current, event);
    store.update(change);
    const isOriginNews = !wasOriginKnown && store.current.bookedFrom !== undefined;
    if (isNew) pending.push(event);
    // A stale event is not written, but if it names the row booked from, the newest event is written again, to that row.
    else if (isOriginNews && newest && pending.length === 0 && !isLeftUnwritten()) pending.push(newest);
  }

  /** An operator skipped the newest event; the next event will be written to the row booked from. */
  function isLeftUnwritten(): boolean {
    return store.current.syncState === "Skipped" && patched("leave-skipped-events");
  }

  /** Of several events only the newest is written: each event carries the whole appointment. */
  function takeNewest(): CoconutEvent {
    const event = newestOf(pending) as CoconutEvent;
    for (const other of pending) if (other !== event) setOutcome(other, "contained");
    pending = [];
    newest = event;
    store.update(takeUp(event, new Date().toISOString()));
    return event;
  }

  function setOutcome(event: CoconutEvent, outcome: Outcome): void {
    store.update(recordOutcome(store.current, event, outcome));
  }

  async function bringToDynamics(event: CoconutEvent): Promise<void> {
    for (;;) {
      showProgress(store, event, "Syncing");
      try {
        const outcome = await applyEvent(store, event);
        setOutcome(event, outcome);
        return showProgress(store, event, outcome === "waiting" ? "Waiting" : "InStep");
      } catch (error) {
        store.update({ problem: problemOf(error) });
      }
      // Parked, with no time limit: until an operator decides or a newer event replaces this one.
      decision = undefined;
      showProgress(store, event, "NeedsAttention");
      await condition(() => decision !== undefined || pending.length > 0);
      store.update({ problem: undefined });
      if (pending.length > 0) return setOutcome(event, "superseded");
      if (decision === "skip") {
        setOutcome(event, "skipped");
        return showProgress(store, event, "Skipped");
      }
    }
  }
}

/** At least 1 ms: with 0, `condition` would start no timer. */
function untilSettledMs(
  { appointmentEnd, lastTakenUpAt }: SyncAppointmentState,
  settlePeriodMs: number,
): number {
  const from = Math.max(
    ...[appointmentEnd, lastTakenUpAt].map((at) => (at === undefined ? 0 : Date.parse(at))),
  );
  return Math.max(1, from + settlePeriodMs - Date.now());
}
