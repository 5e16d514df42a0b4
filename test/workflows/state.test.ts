/** What one Workflow takes in, and what it keeps of it. */
import { expect, test } from "vitest";
import type { CoconutEvent } from "../../src/appointments/events.ts";
import {
  admit,
  countDuplicate,
  createStateStore,
  judge,
  newState,
  recordOutcome,
} from "../../src/workflows/state.ts";
import { canonicalEvent } from "../helpers/canonical.ts";

/** The state of one appointment, and what the Workflow does to it. */
function stateOfOne() {
  const store = createStateStore(newState("acme", "81234"));
  return {
    store,
    takeIn: (event: CoconutEvent): boolean => {
      const arrival = judge(store.current, event);
      if (arrival === "duplicate") store.update(countDuplicate(store.current, event));
      else if (arrival !== "no event")
        store.update(admit(store.current, event, arrival === "new" ? "pending" : "stale"));
      return arrival === "new";
    },
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

test("an event that is older than the newest taken in is stale", () => {
  const { store, takeIn } = stateOfOne();
  expect(takeIn(eventAt(5))).toBe(true);
  expect(takeIn(eventAt(4))).toBe(false);
  expect(takeIn(eventAt(6))).toBe(true);
  expect(store.current.events.map(({ outcome }) => outcome)).toEqual(["pending", "stale", "pending"]);
});

test("the memory of events has an end, and what fell out of it is still not done twice", () => {
  const { store, takeIn } = stateOfOne();
  for (let minute = 1; minute <= 500; minute++) {
    const event = eventAt(minute);
    expect(takeIn(event)).toBe(true);
    store.update(recordOutcome(store.current, event, "applied"));
  }
  expect(store.current.events).toHaveLength(200);
  expect(store.current.events.at(-1)).toMatchObject({ eventId: "evt-500", outcome: "applied" });
  expect(takeIn(eventAt(1))).toBe(false);
  // Carried from run to run and shown by the query: it must stay well below Temporal's limit of 2 MB.
  expect(JSON.stringify(store.current).length).toBeLessThan(100_000);
});

test("what is no event is told apart, and never thrown at the Workflow", () => {
  const { store } = stateOfOne();
  const { fingerprint: _fingerprint, ...unfinished } = canonicalEvent({});
  const { appointment, ...event } = canonicalEvent({});
  const garbage = [null, undefined, 7, "x", [], {}, { ...canonicalEvent({}), version: 2 }, unfinished];
  const missingOfAppointment = ["start", "end", "attendees", "staff", "services"].map((missing) => ({
    ...event,
    appointment: { ...appointment, [missing]: undefined },
  }));
  const missing = ["eventId", "type", "occurredAt"].map((name) => ({
    ...event,
    appointment,
    [name]: undefined,
  }));
  const ofAnother = canonicalEvent({ tenant: "other" });
  for (const value of [...garbage, ...missingOfAppointment, ...missing, ofAnother]) {
    expect(judge(store.current, value), JSON.stringify(value)).toBe("no event");
  }
});

test("what it keeps is plain JSON: it is handed to the next run as it stands", () => {
  const { store, takeIn } = stateOfOne();
  takeIn(eventAt(1));
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
