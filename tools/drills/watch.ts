/** Looks at Dynamics about once a second while a drill goes on: which change each row shows, and what was asked. */
import { setTimeout as sleep } from "node:timers/promises";
import { type Bookings, readMark } from "./bookings.ts";
import type { Dynamics } from "./dynamics.ts";
import type { Ledger } from "./sender.ts";
import type { Timeline } from "./timeline.ts";
import { createTraffic, type Traffic } from "./traffic.ts";

/** How far the product has come. */
export interface Watch extends AsyncDisposable {
  readonly traffic: Traffic;
  readonly counts: { readonly received: number; readonly written: number };
  /** The newest change of each appointment that was answered 202. */
  received(): Map<string, number>;
  /** The row of an appointment in Dynamics, by the last look. */
  activityIdOf(appointmentId: string): string | undefined;
  /**
   * Resolves once every row shows the change that is given for its appointment, or a newer one: with the seconds it took, or
   * with undefined when `timeoutMs` is over before, or the drill.
   */
  untilShown(wanted: ReadonlyMap<string, number>, timeoutMs: number): Promise<number | undefined>;
  /** Looks once more, and reads what is left in the log of requests. */
  finish(): Promise<void>;
}

/** Looks until it is disposed of. */
export function createWatch(parts: {
  readonly dynamics: Dynamics;
  readonly bookings: Bookings;
  readonly ledger: Ledger;
  readonly timeline: Timeline;
  readonly signal: AbortSignal;
}): Watch {
  const { dynamics, bookings, ledger, timeline, signal } = parts;
  const traffic = createTraffic();
  const shown = new Map<string, { change: number; activityId: string }>();
  let counts = { received: 0, written: 0 };
  const end = new AbortController();

  async function look(): Promise<void> {
    for (const row of await dynamics.rows("appointments")) {
      const mark = readMark(row["description"]);
      const activityId = String(row["activityid"]).toLowerCase();
      if (mark) shown.set(mark.appointmentId, { change: mark.change, activityId });
    }
    traffic.add(await dynamics.takeRequests());
    counts = { received: ledger.taken.size, written: countWritten() };
    timeline.sample(counts);
  }

  function countWritten(): number {
    const unwritten = new Set(bookings.appointments.filter((one) => !one.isWritten).map(({ id }) => id));
    let written = 0;
    for (const { eventId, appointmentId } of ledger.taken.values()) {
      const change = shown.get(appointmentId)?.change ?? 0;
      if (unwritten.has(appointmentId) || change >= bookings.changeOf(eventId)) written += 1;
    }
    return written;
  }

  async function keepLooking(): Promise<void> {
    while (!end.signal.aborted) {
      const startedAt = performance.now();
      // The stand-in may be away, which is what some drills are about.
      await look().catch(() => undefined);
      // A look at many rows costs the stand-in time that it should have for the product.
      const pauseMs = Math.max(500, 5 * (performance.now() - startedAt));
      await sleep(pauseMs, undefined, { signal: end.signal }).catch(() => undefined);
    }
  }
  const looking = keepLooking();

  return {
    traffic,
    get counts() {
      return counts;
    },
    received() {
      const newest = new Map<string, number>();
      for (const { eventId, appointmentId } of ledger.taken.values()) {
        const change = Math.max(newest.get(appointmentId) ?? 0, bookings.changeOf(eventId));
        newest.set(appointmentId, change);
      }
      for (const { id, isWritten } of bookings.appointments) if (!isWritten) newest.delete(id);
      return newest;
    },
    activityIdOf: (appointmentId) => shown.get(appointmentId)?.activityId,
    async untilShown(wanted, timeoutMs) {
      const startedAt = performance.now();
      const isShown = () => [...wanted].every(([id, change]) => (shown.get(id)?.change ?? 0) >= change);
      while (!isShown()) {
        if (signal.aborted || performance.now() - startedAt > timeoutMs) return undefined;
        await sleep(100);
      }
      return (performance.now() - startedAt) / 1000;
    },
    async finish() {
      await look();
      traffic.add(await dynamics.unanswered());
    },
    async [Symbol.asyncDispose]() {
      end.abort();
      await looking;
    },
  };
}
