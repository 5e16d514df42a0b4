/** Deliveries: attempts, retries, holding and releasing. */
import { setMaxListeners } from "node:events";
import type { OutgoingEvent } from "./event.ts";
import type { Attempt, Target } from "./sender.ts";
import { send } from "./sender.ts";
import { machineTimers, type Timers } from "./timers.ts";

const mostTries = 60;
const defaultRetryScheduleMs = [1000, 2000, 4000, 8000, 15_000, 30_000];

/** pending = being tried, held = kept back by staff, failed = given up. */
export type DeliveryState = "pending" | "held" | "delivered" | "failed";

/** In which order held deliveries are sent. */
export type ReleaseOrder = "as_made" | "reversed";

/** An event on its way, with every attempt so far. */
export interface Delivery extends OutgoingEvent {
  readonly attempts: Attempt[];
  state: DeliveryState;
  /** Ends the wait before the next attempt; undefined while there is no wait. */
  wake?: (() => void) | undefined;
  /** A loop of attempts is running for it. */
  isUnderWay: boolean;
}

/** Sends events, and keeps what became of them. */
export type Outbox = ReturnType<typeof createOutbox>;

/**
 * Sends each event by itself, so that a slow or failing delivery delays no other, and no order is promised.
 * `retryScheduleMs` are the waits between attempts; the last one repeats, up to sixty attempts.
 */
export function createOutbox(options: {
  target?: Target | undefined;
  retryScheduleMs?: readonly number[] | undefined;
  timers?: Timers | undefined;
}) {
  const { timers = machineTimers, retryScheduleMs: schedule = defaultRetryScheduleMs } = options;
  const deliveries = new Map<string, Delivery>();
  let target = options.target;
  let isHolding = false;
  let stopper = createStopper();

  function add(event: OutgoingEvent): void {
    const state = isHolding ? "held" : "pending";
    const delivery: Delivery = { ...event, attempts: [], state, isUnderWay: false };
    deliveries.set(event.id, delivery);
    if (!isHolding) void deliver(delivery, stopper.signal);
  }

  /** Makes attempts until the event is delivered, sixty have failed, or the outbox is cleared. */
  async function deliver(delivery: Delivery, stop: AbortSignal, firstWaitMs?: number): Promise<void> {
    if (delivery.isUnderWay) return;
    delivery.isUnderWay = true;
    let waitMs = firstWaitMs;
    for (let tries = waitMs === undefined ? 0 : 1; tries < mostTries; tries += 1) {
      if (waitMs !== undefined) await pause(timers, delivery, waitMs, stop);
      if (stop.aborted || !isPending(delivery)) break;
      const retryAfterMs = await attempt(delivery, stop);
      if (!isPending(delivery)) break;
      waitMs = retryAfterMs ?? schedule[Math.min(tries, schedule.length - 1)] ?? 0;
    }
    if (isPending(delivery)) delivery.state = "failed";
    delivery.isUnderWay = false;
  }

  /** Makes one attempt. Resolves with the milliseconds of the receiver's Retry-After, if it sent one. */
  async function attempt(delivery: Delivery, stop: AbortSignal): Promise<number | undefined> {
    const outcome = await send(target, delivery, stop, timers);
    if (stop.aborted) return undefined;
    delivery.attempts.push(outcome.attempt);
    if (outcome.isDelivered) {
      delivery.state = "delivered";
      delivery.wake?.();
    }
    return outcome.retryAfterMs;
  }

  /** Makes one attempt now, and retries in the background if it fails. Resolves after the one attempt. */
  async function sendNow(delivery: Delivery): Promise<void> {
    const stop = stopper.signal;
    delivery.state = "pending";
    const retryAfterMs = await attempt(delivery, stop);
    if (isPending(delivery) && !stop.aborted) void deliver(delivery, stop, retryAfterMs ?? schedule[0] ?? 0);
  }

  function hold(): void {
    isHolding = true;
  }

  /** Sends the held deliveries, each after the attempt before it was answered, and no longer holds new ones. */
  async function release(order: ReleaseOrder): Promise<Delivery[]> {
    isHolding = false;
    const stop = stopper.signal;
    const held = [...deliveries.values()].filter((delivery) => delivery.state === "held");
    if (order === "reversed") held.reverse();
    for (const delivery of held) delivery.state = "pending";
    for (const delivery of held) {
      if (stop.aborted) break;
      await sendNow(delivery);
    }
    return held;
  }

  /** Changes address or secret, and ends the waits: pending deliveries are attempted at once. */
  function setTarget(next: Target): void {
    target = next;
    for (const delivery of deliveries.values()) delivery.wake?.();
  }

  /** Removes every delivery, and ends every attempt and wait. */
  function clear(): void {
    stopper.abort();
    stopper = createStopper();
    deliveries.clear();
    isHolding = false;
  }

  function reset(): void {
    clear();
    target = options.target;
  }

  return {
    deliveries,
    add,
    hold,
    release,
    redeliver: sendNow,
    setTarget,
    clear,
    reset,
    target: () => target,
    isHolding: () => isHolding,
  };
}

/** Every running delivery listens to the signal, so many listeners are no leak: Node's warning is off. */
function createStopper(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}

function isPending(delivery: Delivery): boolean {
  return delivery.state === "pending";
}

async function pause(timers: Timers, delivery: Delivery, ms: number, stop: AbortSignal): Promise<void> {
  if (stop.aborted) return;
  await new Promise<void>((resolve) => {
    const wake = () => {
      callOff();
      stop.removeEventListener("abort", wake);
      delivery.wake = undefined;
      resolve();
    };
    const callOff = timers.after(ms, wake);
    stop.addEventListener("abort", wake, { once: true });
    delivery.wake = wake;
  });
}
