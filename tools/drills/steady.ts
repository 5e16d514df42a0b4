/** Events at a steady rate: new bookings, and changes of those that stand, until told to stop. */
import { setTimeout as sleep } from "node:timers/promises";
import { type Appointment, tellAnything } from "./bookings.ts";
import type { DrillRun } from "./drill.ts";

/** Events that come all the time; disposing waits until each was taken. */
export interface SteadyEvents extends AsyncDisposable {
  /** Ends them; resolves once all were taken. */
  stop(): Promise<void>;
  readonly count: number;
}

const mostUnderWay = 50;

/** Starts to tell events, `perSecond` of them, at most `most`: a new booking, or a change of an earlier one. */
export function startSteadyEvents(run: DrillRun, { perSecond, most = Infinity }: Rate): SteadyEvents {
  const { random, bookings, sender, signal } = run;
  const sending = new Set<Promise<void>>();
  let told = 0;
  const end = new AbortController();
  const isOver = () => end.signal.aborted || signal.aborted;

  async function tellOn(): Promise<void> {
    for (let nextAt = performance.now(); !isOver() && told < most; told += 1) {
      const now = new Date();
      const known = bookings.appointments[random.integer(0, bookings.appointments.length - 1)];
      const delivery =
        known === undefined || random.next() < 0.5 || !hasBeenStill(known, now)
          ? bookings.book().tell("appointment.created", now)
          : tellAnything(random, known, now);
      const sent = sender.send(delivery).finally(() => sending.delete(sent));
      sending.add(sent);
      nextAt += 1_000 / perSecond;
      await sleep(Math.max(0, nextAt - performance.now()));
      // What the machine cannot take is not told either: how much it takes is not what is tried.
      while (sending.size >= mostUnderWay && !isOver()) await sleep(100);
    }
  }
  const telling = tellOn();

  async function stop(): Promise<void> {
    end.abort();
    await telling;
    await Promise.all(sending);
  }

  return {
    stop,
    get count() {
      return told;
    },
    [Symbol.asyncDispose]: stop,
  };
}

/** Times are told in whole seconds: of two changes within one, nobody can tell the order when they cross on their way. */
function hasBeenStill({ deliveries }: Appointment, now: Date): boolean {
  const last = deliveries.at(-1)?.data.attributes.updated_at ?? "";
  return now.getTime() - Date.parse(last) >= 1_000;
}

/** How many events, and how fast. */
export interface Rate {
  readonly perSecond: number;
  readonly most?: number;
}

/** Tells so many events at that rate; resolves once each was taken. */
export async function tellSteadily(run: DrillRun, rate: Rate & { readonly most: number }): Promise<void> {
  await using events = startSteadyEvents(run, rate);
  while (events.count < rate.most && !run.signal.aborted) await sleep(50);
  await events.stop();
}
