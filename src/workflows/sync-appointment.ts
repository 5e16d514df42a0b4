/** One Workflow per Coconut appointment: it keeps the appointment's row in Dynamics in step until all is settled. */
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
import { admit, newState, record, type SyncAppointmentState, takeUp } from "./state.ts";

export interface SyncAppointmentInput {
  readonly tenant: string;
  readonly appointmentId: string;
  /** How long to stay open after the later of the appointment's end and its last event. */
  readonly settlePeriodMs: number;
  /** What the run before this one handed over. */
  readonly carried?: {
    readonly state: SyncAppointmentState;
    readonly pending: readonly CoconutEvent[];
    readonly newest?: CoconutEvent;
  };
}

export interface SyncAppointmentResult {
  readonly syncState: SyncAppointmentState["syncState"];
  readonly activityId: string | null;
}

export async function syncAppointment(input: SyncAppointmentInput): Promise<SyncAppointmentResult> {
  const state = input.carried?.state ?? newState(input.tenant, input.appointmentId);
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
  setHandler(syncStateQuery, () => state, { description: "What was matched, why, and what was written." });

  if (input.carried === undefined) await condition(() => pending.length > 0);
  for (;;) {
    if (pending.length > 0) await bringToDynamics(takeNewest());
    if (workflowInfo().continueAsNewSuggested) {
      await condition(allHandlersFinished);
      await continueAsNew<typeof syncAppointment>({
        ...input,
        carried: { state, pending, ...(newest && { newest }) },
      });
    }
    if (pending.length > 0) continue;
    const settleMs = untilSettledMs(state, input.settlePeriodMs);
    const hasWork = () => pending.length > 0 || workflowInfo().continueAsNewSuggested;
    if (await condition(hasWork, settleMs, { summary: "until settled" })) continue;
    await condition(allHandlersFinished);
    // Nothing may be awaited between this check and the end: a Signal that comes later starts a new run.
    if (pending.length === 0) {
      return { syncState: state.syncState, activityId: state.saved?.activityId ?? null };
    }
  }

  function takeIn(event: CoconutEvent): void {
    const isOriginKnown = state.bookedFrom !== undefined;
    if (admit(state, event)) pending.push(event);
    // A late event is left alone, except for where the appointment was booked from: then the newest goes once more.
    else if (!isOriginKnown && state.bookedFrom && newest && pending.length === 0 && !isLeftUnwritten()) {
      pending.push(newest);
    }
  }

  /** By an operator: the next event goes where the appointment was booked from. */
  function isLeftUnwritten(): boolean {
    return state.syncState === "Skipped" && patched("leave-skipped-events");
  }

  /** A burst becomes one round: each event carries the whole appointment, so the newest contains the others. */
  function takeNewest(): CoconutEvent {
    const event = newestOf(pending) as CoconutEvent;
    for (const other of pending) if (other !== event) record(state, other, "contained");
    pending = [];
    newest = event;
    takeUp(state, event, new Date().toISOString());
    return event;
  }

  async function bringToDynamics(event: CoconutEvent): Promise<void> {
    for (;;) {
      showProgress(state, event, "Syncing");
      try {
        const outcome = await applyEvent(state, event);
        record(state, event, outcome);
        return showProgress(state, event, outcome === "waiting" ? "Waiting" : "InStep");
      } catch (error) {
        state.problem = problemOf(error);
      }
      // Parked, with no time limit: until an operator decides or a newer event makes this one moot.
      decision = undefined;
      showProgress(state, event, "NeedsAttention");
      await condition(() => decision !== undefined || pending.length > 0);
      delete state.problem;
      if (pending.length > 0) return record(state, event, "superseded");
      if (decision === "skip") {
        record(state, event, "skipped");
        return showProgress(state, event, "Skipped");
      }
    }
  }
}

/** At least a millisecond: a timer of no length would be no timer. */
function untilSettledMs(
  { appointmentEnd, lastTakenUpAt }: SyncAppointmentState,
  settlePeriodMs: number,
): number {
  const from = Math.max(
    ...[appointmentEnd, lastTakenUpAt].map((at) => (at === undefined ? 0 : Date.parse(at))),
  );
  return Math.max(1, from + settlePeriodMs - Date.now());
}
