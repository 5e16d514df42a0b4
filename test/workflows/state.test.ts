/** What one Workflow takes in, and what it keeps of it. */
import { expect, test } from "vitest";
import type { CoconutEvent } from "../../src/appointments/events.ts";
import { admit, createStateStore, newState, recordOutcome, takeUp } from "../../src/workflows/state.ts";
import { canonicalEvent } from "../helpers/canonical.ts";

const now = "2026-03-04T15:00:10Z";

/** The state of one appointment, and what the Workflow does to it. */
function stateOfOne() {
  const store = createStateStore(newState("acme", "81234"));
  return {
    store,
    takeIn: (event: unknown): boolean => {
      const { isNew, change } = admit(store.current, event);
      store.update(change);
      return isNew;
    },
    begin: (event: CoconutEvent): void => store.update(takeUp(event, now)),
  };
}
const eventAt = (minute: number) =>
  canonicalEvent({
    eventId: `evt-${minute}`,
    appointment: { updatedAt: new Date(Date.UTC(2026, 2, 4, 0, minute)).toISOString() },
  });

test("an event is taken in once; a second delivery is counted and nothing else", () => {
  const { store, takeIn } = stateOfOne();
  expect(takeIn(eventAt(1))).toBe(true);
  expect(takeIn(eventAt(1))).toBe(false);
  expect(store.current).toMatchObject({
    duplicates: 1,
    rejected: 0,
    events: [{ eventId: "evt-1", outcome: "pending" }],
  });
});

test("an event that is older than the newest taken up is stale, and the newest itself is not news", () => {
  const { store, takeIn, begin } = stateOfOne();
  begin(eventAt(5));
  expect(takeIn(eventAt(4))).toBe(false);
  expect(takeIn(eventAt(5))).toBe(false);
  expect(takeIn(eventAt(6))).toBe(true);
  expect(store.current.events.map(({ outcome }) => outcome)).toEqual(["stale", "stale", "pending"]);
});

test("the memory of events has an end, and what fell out of it is still not done twice", () => {
  const { store, takeIn, begin } = stateOfOne();
  for (let minute = 1; minute <= 500; minute++) {
    const event = eventAt(minute);
    expect(takeIn(event)).toBe(true);
    begin(event);
    store.update(recordOutcome(store.current, event, "applied"));
  }
  expect(store.current.events).toHaveLength(200);
  expect(store.current.events.at(-1)).toMatchObject({ eventId: "evt-500", outcome: "applied" });
  expect(takeIn(eventAt(1))).toBe(false);
  // Carried from run to run and shown by the query: it must stay well below Temporal's limit of 2 MB.
  expect(JSON.stringify(store.current).length).toBeLessThan(100_000);
});

test("what is no event is counted, and never thrown at the Workflow", () => {
  const { store, takeIn } = stateOfOne();
  const { fingerprint: _fingerprint, ...unfinished } = canonicalEvent({});
  const garbage = [null, undefined, 7, "x", [], {}, { ...canonicalEvent({}), version: 2 }, unfinished];
  for (const value of garbage) expect(takeIn(value)).toBe(false);
  const { appointment, ...event } = canonicalEvent({});
  for (const missing of ["start", "end", "attendees", "staff", "services"]) {
    expect(takeIn({ ...event, appointment: { ...appointment, [missing]: undefined } })).toBe(false);
  }
  for (const missing of ["eventId", "type", "occurredAt"]) {
    expect(takeIn({ ...event, appointment, [missing]: undefined })).toBe(false);
  }
  expect(store.current.rejected).toBe(garbage.length + 8);
  expect(store.current.events).toEqual([]);
});

test("what it keeps is plain JSON: it is handed to the next run as it stands", () => {
  const { store, takeIn, begin } = stateOfOne();
  takeIn(eventAt(1));
  begin(eventAt(1));
  expect(JSON.parse(JSON.stringify(store.current))).toStrictEqual(store.current);
});

test("a field that is set to undefined is gone, and whoever holds the state of before sees no change", () => {
  const { store } = stateOfOne();
  store.update({ waitingFor: "nobody has joined the group yet" });
  const before = store.current;
  store.update({ waitingFor: undefined });
  expect(Object.keys(store.current)).not.toContain("waitingFor");
  expect(before.waitingFor).toBe("nobody has joined the group yet");
});
