/** Drill: what happens to an appointment is told in every order, more than once, over both servers. */
import { setTimeout as sleep } from "node:timers/promises";
import { type Appointment, type Delivery, tellAnything } from "./bookings.ts";
import type { Drill, DrillRun } from "./drill.ts";
import { everyOrder } from "./random.ts";
import { formatSeconds } from "./report.ts";
import { forEachOf } from "./sender.ts";

const minuteMs = 60_000;
const atATime = 24;

/** Each booking in all orders of its events; then equal times, and a clock that runs ahead, both in order. */
export const order: Drill = {
  name: "order",
  story:
    "What happens to an appointment is told in every order of its events, some of them more than once, over both servers: the row must be as the last state alone gives it. Then events whose times are equal to the second, and events of a sender whose clock runs an hour or a day ahead, told in the order in which they happened: the last one counts.",
  unit: "bookings, each in all orders of its events",
  sizes: { small: 3, full: 30 },
  limitMinutes: { small: 4, full: 60 },
  async play(run) {
    const { size, bookings, sender, timeline, untilWritten, figure } = run;
    const lengths = size < 30 ? [2, 3, 4] : [3, 4, 5];
    const stories = Array.from({ length: size }, (_, at) =>
      permuted(run, lengths[at % lengths.length] ?? 3),
    ).flat();
    timeline.mark(`${stories.length} appointments are told in ${stories.length} orders`);
    await tellEach(run, stories);
    figure("until all rows were written, every order", formatSeconds(await untilWritten(600_000)));

    const equal = Array.from({ length: size * 2 }, () => ofEqualTimes(run));
    timeline.mark(`${equal.length} appointments are told by events of the same second`);
    await tellEach(run, equal);
    figure("until all rows were written, equal times", formatSeconds(await untilWritten(300_000)));

    const ahead = Array.from({ length: size * 2 }, (_, at) => ofClockAhead(run, at % 2 === 0 ? 60 : 24 * 60));
    timeline.mark(`${ahead.length} appointments are told by a clock that runs ahead`);
    await tellEach(run, ahead);
    figure("until all rows were written, a clock ahead", formatSeconds(await untilWritten(300_000)));

    timeline.mark("a group that nobody has joined, and an event that is not synced");
    const group = bookings.book({ isWritten: false });
    await sender.send(group.tell("appointment.created", new Date(), { group: true, attendees: [] }));
    await sender.send({
      ...group.deliveries[0],
      event: "client.updated",
      id: `evt-other-${group.id}`,
    } as Delivery);
  },
};

/** Makes the delivery at the moment when it is told, for the times in it. */
type Telling = () => Delivery;

/** The same story once for each order of its events, each time of another appointment, with repetitions. */
function permuted({ random, bookings }: DrillRun, length: number): Telling[][] {
  const orders = everyOrder(Array.from({ length }, (_, at) => at));
  return orders.map((positions, at) => {
    const appointment = bookings.book();
    tellStory(random, appointment, length);
    const told = positions.map((position) => appointment.deliveries[position] as Delivery);
    return (at % 2 === 0 ? told : withRepetitions(random, told)).map(toTelling);
  });
}

function toTelling(delivery: Delivery): Telling {
  return () => delivery;
}

/** One event a minute, the last of them a minute ago. */
function tellStory(random: DrillRun["random"], appointment: Appointment, length: number): void {
  const first = Date.now() - length * minuteMs;
  appointment.tell("appointment.created", new Date(first));
  for (let at = 1; at < length; at += 1) tellAnything(random, appointment, new Date(first + at * minuteMs));
}

/** Some deliveries a second time, at any later place. */
function withRepetitions(random: DrillRun["random"], told: readonly Delivery[]): Delivery[] {
  const all = [...told];
  for (const delivery of told) {
    if (random.next() < 0.4) all.splice(random.integer(all.indexOf(delivery) + 1, all.length), 0, delivery);
  }
  return all;
}

/** Booked, changed, cancelled and perhaps confirmed again within one second; at the end an early event comes once more. */
function ofEqualTimes({ random, bookings }: DrillRun): Telling[] {
  const appointment = bookings.book();
  const at = new Date(Date.now() - minuteMs);
  appointment.tell("appointment.created", at);
  for (let more = random.integer(1, 3); more > 0; more -= 1) tellAnything(random, appointment, at);
  const told = [...appointment.deliveries];
  const again = random.pick([told[0] as Delivery, ...told]);
  return (random.next() < 0.5 ? told : [...told, again]).map(toTelling);
}

/** The second event has a time in the future; those after it have the time when they are told, in whole seconds. */
function ofClockAhead({ random, bookings }: DrillRun, minutes: number): Telling[] {
  const appointment = bookings.book();
  const later = (ms: number) => () => tellAnything(random, appointment, new Date(Date.now() + ms));
  return [
    () => appointment.tell("appointment.created", new Date(Date.now() - minuteMs)),
    later(minutes * minuteMs - 10_000),
    later(0),
    later(0),
  ];
}

/** Those of one appointment one after the other, each once the one before was taken. */
async function tellEach({ sender, random, signal }: DrillRun, stories: readonly Telling[][]): Promise<void> {
  await forEachOf(random.shuffled(stories), atATime, async (tellings) => {
    for (const [at, telling] of tellings.entries()) {
      await sender.send(telling());
      // Some at once, some while the event before is being written, some afterwards.
      if (at % 2 === 1) await sleep(random.pick([0, 50, 400]), undefined, { signal }).catch(() => undefined);
    }
  });
}
