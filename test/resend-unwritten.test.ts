/** What becomes of an accepted event whose run was ended, when no other event comes. On a real Temporal with low limits. */
import { pino } from "pino";
import { expect, test as base, vi } from "vitest";
import { workflowIdFor } from "../src/appointments/ids.ts";
import { endOverlong, resendUnwritten, startResending } from "../src/resend-unwritten.ts";
import type { EventSender } from "../src/webhooks/sender.ts";
import { startDevServer } from "../tools/temporal/dev-server.ts";
import { startForFile } from "./helpers/fixtures.ts";
import { appointmentByHand, commands, told } from "./helpers/run-by-hand.ts";

const test = base.extend(
  "temporal",
  { scope: "file" },
  startForFile(() => startDevServer({ dynamicConfig: { "limit.historySize.error": "30000" } })),
);

type Appointment = Awaited<ReturnType<typeof appointmentByHand>>;

const look = ({ client, sender }: Appointment) =>
  resendUnwritten({ temporal: client, sender, log: pino({ level: "silent" }) }, new Date(0));

/** The Signals of the run that is open now. */
async function openRun({ handle }: Appointment) {
  const { status } = await handle.describe();
  const { events } = await handle.fetchHistory();
  const signals = events?.flatMap(({ workflowExecutionSignaledEventAttributes: signal }) => {
    const data = signal?.input?.payloads?.[0]?.data;
    return data ? [(JSON.parse(Buffer.from(data).toString()) as { eventId: string }).eventId] : [];
  });
  return { status: status.name, signals };
}

/** Temporal lists runs with a delay. */
const untilListed = ({ client }: Appointment, count: number) =>
  vi.waitFor(
    async () => expect(await client.workflow.count('ExecutionStatus != "Running"')).toMatchObject({ count }),
    20_000,
  );

test("the event that made a run too large is sent again, once Temporal has ended the run because a worker came", async ({
  temporal,
}) => {
  const appointment = await appointmentByHand(temporal.address);
  await appointment.tell(told("booked", 0), told("moved", 1, { appointment: { notes: "n".repeat(30_000) } }));
  expect(await openRun(appointment)).toMatchObject({ status: "RUNNING", signals: ["booked", "moved"] });
  await appointment.untilTerminatedByAsking();
  await untilListed(appointment, 1);
  await look(appointment);
  expect(await openRun(appointment)).toEqual({ status: "RUNNING", signals: ["moved"] });
  // A second look, or that of another server, finds nothing to do.
  await look(appointment);
  expect(await openRun(appointment)).toEqual({ status: "RUNNING", signals: ["moved"] });
});

test("so is the newest of a run that an operator has terminated", async ({ temporal }) => {
  const appointment = await appointmentByHand(temporal.address);
  await appointment.tell(told("moved", 2), told("late", 1));
  await appointment.handle.terminate();
  await untilListed(appointment, 1);
  await look(appointment);
  expect(await openRun(appointment)).toEqual({ status: "RUNNING", signals: ["moved"] });
});

test("a server looks for such runs as it starts, and again where a look failed, which it tells", async ({
  temporal,
}) => {
  const appointment = await appointmentByHand(temporal.address);
  await appointment.tell(told("moved", 1));
  await appointment.handle.terminate();
  await untilListed(appointment, 1);
  const { client, sender } = appointment;
  const log = pino({ level: "silent" });
  const warned = vi.spyOn(log, "warn");
  const failures = [new Error("away")];
  const failing: EventSender = {
    send: (event) => (failures.length > 0 ? Promise.reject(failures.pop()) : sender.send(event)),
  };
  await using _resending = startResending({ temporal: client, sender: failing, log }, 1_000);
  await expect
    .poll(() => openRun(appointment), { timeout: 20_000 })
    .toEqual({ status: "RUNNING", signals: ["moved"] });
  expect(warned.mock.calls.map(([, message]) => message)).toEqual([
    "could not look for runs that were ended before their event was written",
    "sent an event again: its run was ended before it was written",
  ]);
});

test("a run that had written everything is left as it is", async ({ temporal }) => {
  const appointment = await appointmentByHand(temporal.address);
  await appointment.tell(told("booked", 0));
  await appointment.answer(commands.setSyncState("InStep"));
  await appointment.handle.terminate();
  await untilListed(appointment, 1);
  await look(appointment);
  expect(await openRun(appointment)).toMatchObject({ status: "TERMINATED" });
});

test("so is one after which another has begun: that one recalls it", async ({ temporal }) => {
  const appointment = await appointmentByHand(temporal.address);
  await appointment.tell(told("moved", 2));
  await appointment.handle.terminate();
  await appointment.tell(told("late", 1));
  await untilListed(appointment, 1);
  await look(appointment);
  expect(await openRun(appointment)).toEqual({ status: "RUNNING", signals: ["late"] });
});

test("an event that cannot be sent holds up no other, and is told of", async ({ temporal }) => {
  const appointment = await appointmentByHand(temporal.address);
  const { client, handle, sender } = appointment;
  await appointment.tell(told("moved", 1));
  await handle.terminate();
  const other = { id: "other" };
  await appointment.tell(told("other", 1, { appointment: other }));
  await client.workflow.getHandle(workflowIdFor("acme", other.id)).terminate();
  await untilListed(appointment, 2);
  const sent: string[] = [];
  const fault = new Error("refused");
  const failing: EventSender = {
    send: async (event) => {
      sent.push(event.eventId);
      if (sent.length === 1) throw fault;
      return sender.send(event);
    },
  };
  const log = pino({ level: "silent" });
  const looking = resendUnwritten({ temporal: client, sender: failing, log }, new Date(0));
  await expect(looking).rejects.toBe(fault);
  expect(sent.toSorted()).toEqual(["moved", "other"]);
});

const slow = base.extend(
  "temporal",
  { scope: "file" },
  startForFile(() =>
    startDevServer({
      dynamicConfig: {
        "history.defaultWorkflowTaskTimeout": '"1s"',
        "system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute": "2",
      },
    }),
  ),
);

slow(
  "a run that is too long for any worker is ended, and its newest event sent again",
  async ({ temporal }) => {
    const long = await appointmentByHand(temporal.address);
    const notes = "n".repeat(200_000);
    await long.tell(
      ...Array.from({ length: 22 }, (_, at) => told(`told ${at}`, at, { appointment: { notes } })),
    );
    const log = pino({ level: "silent" });
    await long.untilTimedOut();
    await vi.waitFor(async () => {
      await endOverlong({ temporal: long.client, log });
      expect((await long.handle.describe()).status.name).toBe("TERMINATED");
    }, 20_000);
    await untilListed(long, 1);
    await look(long);
    expect(await openRun(long)).toEqual({ status: "RUNNING", signals: ["told 21"] });
  },
);

slow("a short one whose Workflow Tasks time out is left to its worker", async ({ temporal }) => {
  const short = await appointmentByHand(temporal.address);
  await short.tell(told("booked", 0));
  await short.untilTimedOut();
  await endOverlong({ temporal: short.client, log: pino({ level: "silent" }) });
  expect(await openRun(short)).toEqual({ status: "RUNNING", signals: ["booked"] });
});
