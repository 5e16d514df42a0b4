/** What counts as an event at all. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isCoconutEvent } from "../../src/appointments/events.ts";
import { canonicalEvent } from "../helpers/canonical.ts";

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
