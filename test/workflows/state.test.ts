/** What one Workflow takes in, and what it keeps of it. */
import { expect, test } from "vitest";
import { admit, newState, record, takeUp } from "../../src/workflows/state.ts";
import { canonicalEvent } from "../helpers/canonical.ts";

const now = "2026-03-04T15:00:10Z";
const eventAt = (minute: number) =>
  canonicalEvent({
    eventId: `evt-${minute}`,
    appointment: { updatedAt: new Date(Date.UTC(2026, 2, 4, 0, minute)).toISOString() },
  });

test("an event is taken in once; a second delivery is counted and nothing else", () => {
  const state = newState("acme", "81234");
  expect(admit(state, eventAt(1))).toBe(true);
  expect(admit(state, eventAt(1))).toBe(false);
  expect(state).toMatchObject({
    duplicates: 1,
    rejected: 0,
    events: [{ eventId: "evt-1", outcome: "pending" }],
  });
});

test("an event that is older than the newest taken up is stale, and the newest itself is not news", () => {
  const state = newState("acme", "81234");
  takeUp(state, eventAt(5), now);
  expect(admit(state, eventAt(4))).toBe(false);
  expect(admit(state, eventAt(5))).toBe(false);
  expect(admit(state, eventAt(6))).toBe(true);
  expect(state.events.map(({ outcome }) => outcome)).toEqual(["stale", "stale", "pending"]);
});

test("the memory of events has an end, and what fell out of it is still not done twice", () => {
  const state = newState("acme", "81234");
  for (let minute = 1; minute <= 500; minute++) {
    const event = eventAt(minute);
    expect(admit(state, event)).toBe(true);
    takeUp(state, event, now);
    record(state, event, "applied");
  }
  expect(state.events).toHaveLength(200);
  expect(state.events.at(-1)).toMatchObject({ eventId: "evt-500", outcome: "applied" });
  expect(admit(state, eventAt(1))).toBe(false);
  // Carried from run to run and shown by the query: it must stay well below Temporal's limit of 2 MB.
  expect(JSON.stringify(state).length).toBeLessThan(100_000);
});

test("what is no event is counted, and never thrown at the Workflow", () => {
  const state = newState("acme", "81234");
  const { fingerprint: _fingerprint, ...unfinished } = canonicalEvent({});
  const garbage = [null, undefined, 7, "x", [], {}, { ...canonicalEvent({}), version: 2 }, unfinished];
  for (const value of garbage) expect(admit(state, value)).toBe(false);
  const { appointment, ...event } = canonicalEvent({});
  for (const missing of ["start", "end", "attendees", "staff", "services"]) {
    expect(admit(state, { ...event, appointment: { ...appointment, [missing]: undefined } })).toBe(false);
  }
  for (const missing of ["eventId", "type", "occurredAt"]) {
    expect(admit(state, { ...event, appointment, [missing]: undefined })).toBe(false);
  }
  expect(state.rejected).toBe(garbage.length + 8);
  expect(state.events).toEqual([]);
});

test("what it keeps is plain JSON: it is handed to the next run as it stands", () => {
  const state = newState("acme", "81234");
  admit(state, eventAt(1));
  takeUp(state, eventAt(1), now);
  expect(JSON.parse(JSON.stringify(state))).toEqual(state);
});
