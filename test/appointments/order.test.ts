/** Which of two events of one appointment is the older. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CoconutEvent } from "../../src/appointments/events.ts";
import {
  readWatermark,
  formerPositionOf,
  isStaleByFormerOrder,
} from "../../src/appointments/former-order.ts";
import { beforeDeliveries, isOlder, positionOf } from "../../src/appointments/order.ts";
import { canonicalEvent } from "../helpers/canonical.ts";

const noon = Date.UTC(2026, 2, 4, 12);
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const iso = (ms: number) => new Date(ms).toISOString();

interface Told {
  readonly changed?: number;
  readonly occurred?: number;
  readonly received?: number;
  readonly sequence?: number;
  readonly type?: CoconutEvent["type"];
}

/** An event whose times are minutes after noon. */
function told({ changed = 0, occurred = changed, received = occurred, sequence, type }: Told): CoconutEvent {
  const at = (minutes: number) => iso(noon + minutes * minuteMs);
  return canonicalEvent({
    occurredAt: at(occurred),
    receivedAt: at(received),
    ...(sequence !== undefined && { sequence }),
    ...(type && { type }),
    appointment: { updatedAt: at(changed) },
  });
}

/** The newest of events that arrive in this order. */
function newestOf(events: readonly CoconutEvent[]): CoconutEvent | undefined {
  let newest: CoconutEvent | undefined;
  for (const event of events) if (!newest || !isOlder(event, positionOf(newest))) newest = event;
  return newest;
}

const kind = fc.constantFrom(
  "appointment.created",
  "appointment.updated",
  "appointment.rescheduled",
  "appointment.cancelled",
  "appointment.status_changed",
) as fc.Arbitrary<CoconutEvent["type"]>;

describe("events of different times", () => {
  test("in whatever order they arrive, the same one is the newest, also by a clock that runs ahead", () => {
    const hour = fc.constantFrom(-2, 0, 0, 1, 23);
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 1 }), hour, (order, ahead) => {
        const events = order.map((minute, at) =>
          told({
            changed: minute / 6 + ahead * 60,
            occurred: minute / 6 + ahead * 60,
            received: 1 + at / 60,
          }),
        );
        expect(newestOf(events)).toBe(events[order.indexOf(Math.max(...order))]);
      }),
    );
  });

  test("with equal times of change, the time at which the event was told decides, not its kind", () => {
    const cancelled = told({ type: "appointment.cancelled", changed: 0, occurred: 1 });
    const confirmed = told({ type: "appointment.updated", changed: 0, occurred: 2 });
    expect(newestOf([cancelled, confirmed])).toBe(confirmed);
    expect(newestOf([confirmed, cancelled])).toBe(confirmed);
  });

  test("a later change beats an earlier one, also where only one has fractions of a second", () => {
    const whole = canonicalEvent({ appointment: { updatedAt: "2026-03-04T15:00:00Z" } });
    const half = canonicalEvent({ appointment: { updatedAt: "2026-03-04T15:00:00.500Z" } });
    expect(newestOf([half, whole])).toBe(half);
  });
});

test("of events that the sender's times do not tell apart the one that arrived last is the newest", () => {
  fc.assert(
    fc.property(fc.array(kind, { minLength: 2, maxLength: 6 }), (types) => {
      const events = types.map((type, at) => told({ type, received: at / 60 }));
      expect(newestOf(events)).toBe(events.at(-1));
    }),
  );
});

describe("a time in the sender's future", () => {
  const ahead = fc.constantFrom(10, 60, 23 * 60, 24 * 60, 50 * 60, 365 * 24 * 60);

  test("does not hide what comes after it", () => {
    fc.assert(
      fc.property(
        ahead,
        fc.boolean(),
        fc.integer({ min: 0, max: 600 }),
        (minutes, isAllAhead, lateMinutes) => {
          // The deliveries may be late, by as much for each.
          const wrong = told({
            changed: minutes + lateMinutes,
            occurred: isAllAhead ? minutes + lateMinutes : 1,
            received: 1 + lateMinutes,
          });
          const next = told({ changed: 2, received: 3 + lateMinutes });
          expect(newestOf([wrong, next])).toBe(next);
          expect(newestOf([next, wrong])).toBe(wrong);
        },
      ),
    );
  });

  test("nor does a clock that was an hour ahead and was put right, or was a day ahead and is an hour ahead", () => {
    const events = [
      told({ changed: 24 * 60, received: 0 }),
      told({ changed: 60 + 1, received: 1 }),
      told({ changed: 2, received: 2 }),
    ];
    expect(newestOf(events)).toBe(events[2]);
  });

  test("whose event was told at a time that is believed is still newer than what was told before", () => {
    const wrong = told({ changed: 24 * 60, occurred: 2, received: 3 });
    expect(isOlder(told({ changed: 1, received: 4 }), positionOf(wrong))).toBe(true);
  });

  test("of a few minutes is as clocks are, and late deliveries are still told to be older", () => {
    const newest = told({ changed: 4, received: 1 });
    expect(isOlder(told({ changed: 3, received: 90 }), positionOf(newest))).toBe(true);
  });
});

describe("a sequence", () => {
  test("beats the clock", () => {
    const first = told({ sequence: 7, changed: 60 });
    const second = told({ sequence: 8, changed: 0 });
    expect(newestOf([second, first])).toBe(second);
  });

  test("that only one of two events has does not order them", () => {
    const without = told({ changed: 2 });
    expect(isOlder(without, positionOf(told({ sequence: 8, changed: 1 })))).toBe(false);
    expect(isOlder(told({ sequence: 8, changed: 1 }), positionOf(without))).toBe(true);
  });
});

test("Coconut's answer to a booking is older than any delivery", () => {
  const answer = told({ sequence: beforeDeliveries, changed: 60 });
  const delivery = told({ changed: 0 });
  expect(isOlder(answer, positionOf(delivery))).toBe(true);
  expect(isOlder(delivery, positionOf(answer))).toBe(false);
  expect(isOlder(answer, positionOf(answer))).toBe(false);
});

describe("runs that earlier versions began", () => {
  const event = fc
    .record({ changed: fc.integer({ min: 0, max: 3 }), occurred: fc.integer({ min: 0, max: 3 }), type: kind })
    .map(told);

  test("have a total order, by which the same event is the newest however they arrive", () => {
    fc.assert(
      fc.property(event, event, (a, b) => {
        const isStale = isStaleByFormerOrder(a, formerPositionOf(b));
        expect(isStaleByFormerOrder(b, formerPositionOf(a))).toBe(!isStale);
        expect(isStaleByFormerOrder(a, formerPositionOf(a))).toBe(true);
      }),
    );
  });

  test("hand over a position by which later events are ordered", () => {
    const newest = readWatermark(formerPositionOf(told({ changed: 2 })));
    expect(isOlder(told({ changed: 1 }), newest)).toBe(true);
    expect(isOlder(told({ changed: 3 }), newest)).toBe(false);
    const ofDayAhead = readWatermark(formerPositionOf(told({ changed: 49 * 60, occurred: 0, received: 0 })));
    expect(isOlder(told({ changed: hourMs / minuteMs }), ofDayAhead)).toBe(false);
  });
});
