/** Drill: one appointment changes very often, and by very large deliveries, while nothing can be written. */
import type { Person } from "../../test/helpers/events.ts";
import type { Appointment, Bookings, Change } from "./bookings.ts";
import type { Drill, DrillRun } from "./drill.ts";
import { formatSeconds } from "./report.ts";
import { forEachOf } from "./sender.ts";

/** Half of what Temporal takes as one payload (2 MB), and the sizes of a history at which it begins to warn. */
const limits = { payloadBytes: 1_048_576, bytes: 10 * 1_048_576, events: 10_240 };
/** While no worker runs, a run keeps all it is told: up to Temporal's own limit, where the server begins the next run. */
const limitsWithoutWorker = { payloadBytes: limits.payloadBytes };

/** A seminar that fills up, notes that grow, small changes by the thousand: in an outage, and while no worker runs. */
export const burst: Drill = {
  name: "burst",
  story:
    "While Dynamics is away, and again while no worker runs, one seminar is booked by guest after guest, another appointment is told in deliveries of 64 to 250 kB, one of those is cancelled in the end, and another changes thousands of times. Afterwards the newest has to stand, and what Temporal keeps has to be far below its limits.",
  unit: "guests of a seminar",
  sizes: { small: 20, full: 160 },
  limitMinutes: { small: 6, full: 60 },
  async play(run) {
    const { dynamics, timeline, stack, untilWritten, figure } = run;
    const over = timeline.begin("Dynamics answers 503");
    await dynamics.arrange({ times: 1_000_000, status: 503 });
    await tellBurst(run);
    await dynamics.callOffFaults();
    over();
    figure("after Dynamics is back, until all rows were written", formatSeconds(await untilWritten(120_000)));
    await judgeSizes(run, "in the outage", limits);

    const started = timeline.begin("no worker runs");
    await Promise.all(stack.workers.map((worker) => worker.kill()));
    await tellBurst(run);
    await Promise.all(stack.workers.map((worker) => worker.start()));
    started();
    figure(
      "after the workers are back, until all rows were written",
      formatSeconds(await untilWritten(120_000)),
    );
    await judgeSizes(run, "in all", limitsWithoutWorker);
  },
};

async function tellBurst({ size, bookings, sender }: DrillRun): Promise<void> {
  const appointments = [
    fillUp(bookings, size),
    // More than 4 MB, after which Temporal suggests to continue as new.
    grow(bookings, size + 20, false),
    grow(bookings, size + 20, true),
    changeOften(bookings, size * 19),
  ];
  // Each booking is there before its changes; of the changes the times tell the order.
  await Promise.all(
    appointments.map(async ({ deliveries }) => {
      const [first, ...others] = deliveries;
      if (first) await sender.send(first);
      await forEachOf(others, 4, (delivery) => sender.send(delivery));
    }),
  );
}

/** An appointment with so many changes, a second apart, the last of them now. */
function tellChanges(
  appointment: Appointment,
  number: number,
  changeAt: (at: number) => Change,
): Appointment {
  const first = Date.now() - number * 1_000;
  for (let at = 0; at < number; at += 1) {
    const type = at === 0 ? "appointment.created" : "appointment.updated";
    appointment.tell(type, new Date(first + at * 1_000), changeAt(at));
  }
  return appointment;
}

/** Each delivery has one guest more. */
function fillUp(bookings: Bookings, number: number): Appointment {
  const appointment = bookings.book();
  const guests: readonly Person[] = [
    appointment.client,
    ...Array.from({ length: number - 1 }, () => bookings.newClient()),
  ];
  return tellChanges(appointment, number, (at) => ({ group: true, attendees: guests.slice(0, at + 1) }));
}

const largeGroup = 25;

/** Each delivery is larger, from 64 to 250 kB: a group, with ever longer notes of each guest. */
function grow(bookings: Bookings, number: number, isCancelled: boolean): Appointment {
  const appointment = bookings.book();
  const guests = Array.from({ length: largeGroup }, () => bookings.newClient());
  const attendees: readonly Person[] = [appointment.client, ...guests];
  return tellChanges(appointment, number, (at) => ({
    group: true,
    attendees,
    padding: "word ".repeat((60_000 + (184_000 * at) / number) / largeGroup / 5),
    status: isCancelled && at === number - 1 ? "Cancelled" : "Confirmed",
  }));
}

function changeOften(bookings: Bookings, number: number): Appointment {
  return tellChanges(bookings.book(), number, () => ({}));
}

async function judgeSizes(
  { workflows, figure, judge }: DrillRun,
  when: string,
  most: Partial<typeof limits>,
): Promise<void> {
  const sizes = await workflows.readSizes();
  figure(`largest payload in a history, ${when}`, `${kilobytes(sizes.payloadBytes)} of 2,048 kB`);
  figure(`largest history of a run, ${when}`, `${kilobytes(sizes.bytes)} of 51,200 kB`);
  figure(`longest history of a run, ${when}`, `${sizes.events} of 51,200 events`);
  const wrong = (["payloadBytes", "bytes", "events"] as const)
    .filter((name) => sizes[name] > (most[name] ?? Infinity))
    .map((name) => `${name}: ${sizes[name]} is more than ${most[name]}`);
  wrong.push(...sizes.unreadable.map((one) => `a history could not be read: ${one}`));
  judge({
    name: `${Object.keys(most).length > 1 ? "payloads and histories are" : "each payload is"} far below Temporal's limits, ${when}`,
    checked: sizes.runs,
    wrong,
  });
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024).toLocaleString("en")} kB`;
}
