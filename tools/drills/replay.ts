/** Drill: old deliveries come again, after the appointment's Workflow has ended. */
import { setTimeout as sleep } from "node:timers/promises";
import { type Appointment, lasting } from "./bookings.ts";
import type { Drill, DrillRun } from "./drill.ts";
import { differences, expectedColumns } from "./expected-row.ts";
import { checkEach } from "./invariant.ts";
import { forEachOf } from "./sender.ts";

const dayMs = 86_400_000;

/** Told, settled, told again under the same ids, settled, told again under new ids. */
export const replay: Drill = {
  name: "replay",
  story:
    "Appointments of the past are booked, moved and cancelled, completed or left as they are; then their Workflows end, as the settle period is over. All their deliveries but the last come again, signed anew under the same ids, and once more under new ids with the old times. The rows must stay as they are.",
  unit: "appointments",
  sizes: { small: 4, full: 40 },
  limitMinutes: { small: 5, full: 30 },
  env: { SETTLE_PERIOD: "1 second" },
  async play(run) {
    const { size, random, bookings, sender, timeline, untilWritten } = run;
    const appointments = Array.from({ length: size }, (_, at) => tellPast(run, at));
    await forEachOf(appointments, 8, async ({ deliveries }) => {
      for (const delivery of deliveries) await sender.send(delivery);
    });
    await untilWritten(120_000);
    await untilSettled(run, "told for the first time");

    timeline.mark("all deliveries but the last come again, under the same ids");
    // The last one would set right what an earlier one has spoilt.
    const told = appointments.flatMap(({ deliveries }) => deliveries.slice(0, -1));
    await forEachOf(random.shuffled(told), 8, (delivery) => sender.send(delivery));
    await untilSettled(run, "told again under the same ids");

    timeline.mark("all deliveries but the last come again, under new ids");
    const retold = random.shuffled(told).map((delivery) => bookings.retell(delivery));
    await forEachOf(retold, 8, (delivery) => sender.send(delivery));
    await untilSettled(run, "told again under new ids");
  },
};

/** Booked, moved, and then: cancelled, cancelled, completed, or left as it is. */
function tellPast({ random, bookings }: DrillRun, at: number): Appointment {
  const now = Date.now();
  const appointment = bookings.book({ start: new Date(now - 20 * dayMs) });
  appointment.tell("appointment.created", new Date(now - 30 * dayMs));
  const moved = lasting(random, new Date(now - 10 * dayMs));
  appointment.tell("appointment.rescheduled", new Date(now - 25 * dayMs), moved);
  if (at % 4 < 2)
    appointment.tell("appointment.cancelled", new Date(now - 22 * dayMs), { status: "Cancelled" });
  if (at % 4 === 2)
    appointment.tell("appointment.status_changed", new Date(now - 9 * dayMs), { status: "Completed" });
  return appointment;
}

/** Waits until all Workflows have ended, and checks the rows. */
async function untilSettled(run: DrillRun, when: string): Promise<void> {
  const { workflows, dynamics, bookings, watch, signal, judge } = run;
  // Temporal lists a run a moment after it was started.
  await sleep(2_000, undefined, { signal }).catch(() => undefined);
  let open = await workflows.countOpen();
  for (const giveUpAt = Date.now() + 60_000; open > 0 && Date.now() < giveUpAt && !signal.aborted;) {
    await sleep(500, undefined, { signal }).catch(() => undefined);
    open = await workflows.countOpen();
  }
  judge({
    name: `all Workflows end, ${when}`,
    checked: bookings.appointments.length,
    wrong: open > 0 ? [`${open} are open`] : [],
  });
  const rows = await dynamics.rows("appointments");
  judge(
    checkEach(
      `rows are as the last state gives them, ${when}`,
      bookings.appointments,
      ({ id, deliveries }) => {
        const row = rows.find(
          ({ activityid }) => String(activityid).toLowerCase() === watch.activityIdOf(id),
        );
        const last = deliveries.at(-1);
        if (row === undefined || last === undefined) return `appointment ${id} has no row`;
        return differences(row, expectedColumns(last)).map(
          (difference) => `appointment ${id}: ${difference}`,
        );
      },
    ),
  );
}
