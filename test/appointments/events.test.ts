/** The order of one appointment's events: which is newest, and what counts as an event at all. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { comparePositions, isCoconutEvent, newestOf, positionOf } from "../../src/appointments/events.ts";
import { canonicalEvent } from "../helpers/canonical.ts";

const event = fc
  .record({
    eventId: fc.uuid(),
    second: fc.integer({ min: 0, max: 5 }),
    sequence: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
    type: fc.constantFrom("appointment.created", "appointment.updated", "appointment.cancelled" as const),
  })
  .map(({ eventId, second, sequence, type }) =>
    canonicalEvent({
      eventId,
      type,
      ...(sequence !== undefined && { sequence }),
      appointment: { updatedAt: `2026-03-04T15:00:0${second}Z` },
    }),
  );

describe("the order of one appointment's events", () => {
  test("is total: whatever order they arrive in, the same one is the newest", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(event, { selector: (e) => e.eventId, minLength: 1, maxLength: 6 }),
        (events) => {
          const newest = newestOf(events)?.eventId;
          expect(newestOf(events.toReversed())?.eventId).toBe(newest);
          expect(newestOf([...events.slice(1), ...events.slice(0, 1)])?.eventId).toBe(newest);
        },
      ),
    );
  });

  test("is antisymmetric and transitive", () => {
    fc.assert(
      fc.property(event, event, event, (a, b, c) => {
        const [x, y, z] = [positionOf(a), positionOf(b), positionOf(c)];
        expect(Math.sign(comparePositions(x, y))).toBe(-Math.sign(comparePositions(y, x)) + 0);
        if (comparePositions(x, y) < 0 && comparePositions(y, z) < 0)
          expect(comparePositions(x, z)).toBeLessThan(0);
      }),
    );
  });

  test("a later change beats an earlier one, also where only one has fractions of a second", () => {
    const whole = canonicalEvent({ appointment: { updatedAt: "2026-03-04T15:00:00Z" } });
    const half = canonicalEvent({ appointment: { updatedAt: "2026-03-04T15:00:00.500Z" } });
    expect(newestOf([half, whole])).toBe(half);
  });

  test("at the same time a cancel beats an update, and an update the booking", () => {
    const created = canonicalEvent({ eventId: "c", type: "appointment.created" });
    const updated = canonicalEvent({ eventId: "b", type: "appointment.updated" });
    const cancelled = canonicalEvent({ eventId: "a", type: "appointment.cancelled" });
    expect(newestOf([cancelled, created, updated])).toBe(cancelled);
    expect(newestOf([updated, created])).toBe(updated);
  });

  test("a change from the far future does not hide those that follow it", () => {
    const future = canonicalEvent({ appointment: { updatedAt: "2199-01-01T00:00:00Z" } });
    const next = canonicalEvent({
      receivedAt: "2026-03-04T15:01:00Z",
      appointment: { updatedAt: "2026-03-04T15:00:59Z" },
    });
    expect(newestOf([future, next])).toBe(next);
  });

  test("a sequence beats the clock", () => {
    const first = canonicalEvent({ sequence: 7, appointment: { updatedAt: "2026-03-04T16:00:00Z" } });
    const second = canonicalEvent({ sequence: 8, appointment: { updatedAt: "2026-03-04T15:00:00Z" } });
    expect(newestOf([second, first])).toBe(second);
  });
});

test("only a canonical event is taken for one", () => {
  expect(isCoconutEvent(canonicalEvent({}))).toBe(true);
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(isCoconutEvent(value)).toBe(false);
    }),
  );
  const spoilt = [
    { occurredAt: "yesterday" },
    { eventId: 7 },
    { type: "appointment.exploded" },
    { version: 2 },
    { appointment: { start: "" } },
    { appointment: { updatedAt: "soon" } },
    { appointment: { attendees: [null] } },
    { appointment: { staff: [{}] } },
    { appointment: { staff: [{ id: "31", email: 5 }] } },
    { appointment: { attendees: [{ id: "1", firstName: {} }] } },
    { appointment: { start: "+275000-01-01T00:00:00Z" } },
    { receivedAt: "" },
    { tenant: 7 },
  ];
  for (const differences of spoilt) {
    expect(
      isCoconutEvent(canonicalEvent(differences as Parameters<typeof canonicalEvent>[0])),
      JSON.stringify(differences),
    ).toBe(false);
  }
});
