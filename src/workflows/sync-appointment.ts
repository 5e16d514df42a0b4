/** One Workflow per Coconut appointment: it keeps the appointment's row in Dynamics in step with Coconut. */
import {
  allHandlersFinished,
  condition,
  continueAsNew,
  log,
  patched,
  setHandler,
  sleep,
  workflowInfo,
} from "@temporalio/workflow";
import type { CoconutEvent } from "../appointments/events.ts";
import { formerPositionOf, isStaleByFormerOrder } from "../appointments/former-order.ts";
import { memoryOf } from "../appointments/memory.ts";
import { isOlder, positionOf } from "../appointments/order.ts";
import { applyEvent, attemptLimitMs, paceOf } from "./apply-event.ts";
import { explainDelay, recallEarlierRuns, remember } from "./earlier-runs.ts";
import { createInterruptible } from "./interruptible.ts";
import {
  appointmentChangedSignal,
  retrySignal,
  retryUpdate,
  skipSignal,
  skipUpdate,
  syncStateQuery,
} from "./messages.ts";
import { isEndOfActivity, notTried, problemOf, type TimeUp, timeUpOf } from "./problem.ts";
import { showDetails, showProgress } from "./progress.ts";
import { answerTo, isAtWork } from "./requests.ts";
import {
  admit,
  countDuplicate,
  createStateStore,
  forgetRows,
  judge,
  newState,
  type OperatorRequest,
  type Outcome,
  readCarried,
  recordOutcome,
  type SyncAppointmentState,
  takeUp,
} from "./state.ts";
import type { SyncAppointmentInput, SyncAppointmentResult } from "./sync-messages.ts";

/** Writes the newest event to Dynamics, one at a time; ends when nothing more is expected of the appointment. */
export async function syncAppointment(input: SyncAppointmentInput): Promise<SyncAppointmentResult> {
  const { carried } = input;
  const store = createStateStore(
    carried ? readCarried(carried.state) : newState(input.tenant, input.appointmentId),
  );
  const work = createInterruptible();
  /** The newest event, as long as nobody has taken it up. Older ones are contained in it. */
  let pending: CoconutEvent | undefined;
  /** The event that was taken up last. */
  let newest = carried?.newest;
  let decision: OperatorRequest["asked"] | undefined;
  /** Whether the history has become long while an event waits. */
  let isTooLong = false;

  carried?.pending.forEach(takeOver);
  setHandler(appointmentChangedSignal, takeIn, {
    description: "An event of this appointment, as the server sends it.",
  });
  setHandler(retrySignal, () => void request("retry"), {
    description: "Look everybody up again and write the newest event, now.",
  });
  setHandler(skipSignal, () => void request("skip"), {
    description: "Leave the event that is parked or delayed unwritten, and wait for the next.",
  });
  setHandler(retryUpdate, () => request("retry"), {
    validator: () => refuseInWords("retry"),
    description: "As the Signal, and says what it does or why it means nothing now.",
  });
  setHandler(skipUpdate, () => request("skip"), {
    validator: () => refuseInWords("skip"),
    description: "As the Signal, and says what it does or why it means nothing now.",
  });
  setHandler(syncStateQuery, () => store.current, {
    description: "What was matched, why, and what was written.",
  });

  if (carried === undefined) {
    await condition(() => pending !== undefined);
    if (input.previousRunId !== undefined) await recall();
  }
  for (;;) {
    if (pending !== undefined) await bringToDynamics(takePending(pending));
    if (workflowInfo().continueAsNewSuggested) {
      await condition(allHandlersFinished);
      const unwritten = pending === undefined ? [] : [pending];
      await continueAsNew<typeof syncAppointment>({
        ...input,
        carried: {
          state: store.current,
          pending: unwritten,
          ...(unwritten.length === 0 && newest && { newest }),
        },
      });
    }
    if (pending !== undefined) continue;
    const settleMs = untilSettledMs(store.current, input.settlePeriodMs);
    const hasWork = () => pending !== undefined || workflowInfo().continueAsNewSuggested;
    if (await condition(hasWork, settleMs, { summary: "until settled" })) continue;
    await condition(allHandlersFinished);
    // Nothing may be awaited between this check and the end: a Signal that comes later starts a new run.
    if (pending === undefined) {
      const { syncState, saved, earlierActivityId } = store.current;
      const activityId = saved?.activityId ?? earlierActivityId ?? null;
      return { syncState, activityId, memory: memoryOf(store.current) };
    }
  }

  function takeIn(event: CoconutEvent): void {
    const wasOriginKnown = store.current.bookedFrom !== undefined;
    const arrival = arrivalOf(event);
    if (arrival === "no event") return store.update({ rejected: store.current.rejected + 1 });
    if (arrival === "duplicate") store.update(countDuplicate(store.current, event));
    else if (arrival === "older") {
      store.update(admit(store.current, event, pending === undefined ? "stale" : "contained"));
    } else {
      store.update(admit(store.current, event, "pending"));
      replacePending(event);
    }
    const isOriginNews = !wasOriginKnown && store.current.bookedFrom !== undefined;
    // An older event is not written, but if it names the row booked from, the newest is written again, to that row.
    if (isOriginNews && newest && pending === undefined && !isLeftUnwritten()) pending = newest;
    if (pending !== undefined && work.isRunning && isNewestFirst()) work.interruptIfSlow();
    if (workflowInfo().continueAsNewSuggested && isNewestFirst()) {
      isTooLong = true;
      work.interrupt();
    }
  }

  /** Runs that earlier versions began have decided by another order: their histories replay by that one. */
  function arrivalOf(event: CoconutEvent): ReturnType<typeof judge> {
    const arrival = judge(store.current, event);
    const { formerWatermark } = store.current;
    const isOrdered = arrival === "new" || arrival === "older";
    if (!isOrdered || pending !== undefined || input.rules !== undefined || !formerWatermark) return arrival;
    const formerly = isStaleByFormerOrder(event, formerWatermark) ? "older" : "new";
    return formerly === arrival || patched("later-arrival-is-newer") ? arrival : formerly;
  }

  /** What runs of earlier versions did not do, they do once their recorded history has been replayed. */
  function isNewestFirst(): boolean {
    return input.rules !== undefined || patched("newest-first");
  }

  /** An operator skipped the newest event; the next event will be written to the row booked from. */
  function isLeftUnwritten(): boolean {
    return store.current.syncState === "Skipped" && patched("leave-skipped-events");
  }

  /** Earlier versions handed over all events that waited, in the order of their arrival. */
  function takeOver(event: CoconutEvent): void {
    if (pending !== undefined && isOlder(event, positionOf(pending))) return setOutcome(event, "contained");
    replacePending(event);
    store.update({ watermark: positionOf(event) });
  }

  /** Each event carries the whole appointment, so that one is enough. */
  function replacePending(event: CoconutEvent): void {
    if (pending !== undefined) setOutcome(pending, "contained");
    pending = event;
  }

  function takePending(event: CoconutEvent): CoconutEvent {
    pending = undefined;
    newest = event;
    store.update(takeUp(event, new Date().toISOString()));
    if (input.rules === undefined) store.update({ formerWatermark: formerPositionOf(event) });
    return event;
  }

  function setOutcome(event: CoconutEvent, outcome: Outcome): void {
    store.update(recordOutcome(store.current, event, outcome));
  }

  async function recall(): Promise<void> {
    const { workflowId, runId } = workflowInfo();
    const { tenant, appointmentId } = input;
    const recollection = await recallEarlierRuns({ workflowId, runId, tenant, appointmentId });
    if (recollection === null || pending === undefined) return;
    const first = pending;
    const { change, newest: toWrite } = remember(store.current, first, recollection);
    store.update(change);
    pending = toWrite;
    // The event that began this run is not news: the appointment stands as the run before left it.
    if (pending === undefined) showProgress(store, first, "InStep");
  }

  function request(asked: OperatorRequest["asked"]): string {
    const answer = answerTo(asked, store.current);
    const words = "effect" in answer ? answer.effect : `Refused. ${answer.refusal}`;
    const isParked = store.current.syncState === "NeedsAttention" && !work.isRunning;
    if (!isParked && !isNewestFirst()) return words;
    store.update({ lastRequest: { asked, at: new Date().toISOString(), effect: words } });
    if ("refusal" in answer) log.warn("refused an operator's request", { asked });
    else if (isParked || isAtWork(store.current)) {
      decision = asked;
      work.interrupt();
    } else {
      store.update(forgetRows(store.current));
      pending ??= newest;
    }
    if (!isParked) showDetails(store.current);
    return words;
  }

  function refuseInWords(asked: OperatorRequest["asked"]): void {
    const answer = answerTo(asked, store.current);
    if ("refusal" in answer) throw new Error(answer.refusal);
  }

  /** Returns once the event was written or left unwritten, or was given back as pending for the next run. */
  async function bringToDynamics(event: CoconutEvent): Promise<void> {
    for (;;) {
      decision = undefined;
      const { delay } = store.current;
      showProgress(store, event, delay ? "Delayed" : "Syncing");
      try {
        const outcome = await work.run(() =>
          applyEvent(store, event, paceOf(delay !== undefined, input.delayedAfterMs)),
        );
        store.update({ delay: undefined });
        setOutcome(event, outcome);
        return showProgress(store, event, outcome === "waiting" ? "Waiting" : "InStep");
      } catch (error) {
        const timeUp = timeUpOf(error);
        if (timeUp !== undefined) await noteDelay(timeUp);
        else if (!work.wasInterrupted || !isEndOfActivity(error)) {
          store.update({ problem: problemOf(error), delay: undefined });
        }
      }
      if (store.current.problem !== undefined) {
        // Parked, with no time limit: until an operator decides or a newer event replaces this one.
        showProgress(store, event, "NeedsAttention");
        await condition(() => decision !== undefined || pending !== undefined || isTooLong);
        store.update({ problem: undefined });
        if (pending !== undefined) return setOutcome(event, "superseded");
      }
      if (pending !== undefined) {
        if (pending !== event) setOutcome(event, "contained");
        return;
      }
      if (decision === "skip") {
        store.update({ delay: undefined });
        setOutcome(event, "skipped");
        return showProgress(store, event, "Skipped");
      }
      if (decision === "retry" && isNewestFirst()) store.update(forgetRows(store.current));
      if (isTooLong || workflowInfo().continueAsNewSuggested) {
        pending = event;
        return;
      }
    }
  }

  async function noteDelay({ cause, mayStillRun }: TimeUp): Promise<void> {
    // Nothing else may be written before an attempt that Temporal no longer waits for has ended.
    if (mayStillRun) await sleep(attemptLimitMs, { summary: "for the last attempt" });
    const { type, message } = cause ?? (await explainDelay()) ?? notTried;
    const since = store.current.delay?.since ?? store.current.lastTakenUpAt ?? new Date().toISOString();
    store.update({ delay: { type, message, since } });
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
