/** What a new run is told of those before it, however they ended. On a real Temporal, whose Workflow Tasks are answered by hand. */
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { recallEarlierRuns } from "../../src/activities/earlier-runs.ts";
import { positionOf } from "../../src/appointments/order.ts";
import { formerPositionOf } from "../../src/appointments/former-order.ts";
import { shared } from "../../tools/tests/shared.ts";
import { appointmentByHand, commands, told } from "../helpers/run-by-hand.ts";

const start = async () => appointmentByHand(await shared("temporal"));
type Appointment = Awaited<ReturnType<typeof start>>;

/** As the run asks that is open now. */
async function recall({ client, workflowId, runId }: Appointment) {
  return recallEarlierRuns(client, {
    workflowId,
    runId: await runId(),
    tenant: "acme",
    appointmentId: "81234",
  });
}

const booked = told("booked", 0);
const moved = told("moved", 5);
const cancelled = told("cancelled", 10);
const late = told("late", 2);
const news = told("news", 60);

test("the first run of an appointment has nothing to recall", async () => {
  const appointment = await start();
  await appointment.tell(booked);
  expect(await recall(appointment)).toBeNull();
});

test("of a completed run its own memory is taken", async () => {
  const appointment = await start();
  const memory = { watermark: positionOf(moved), seen: ["booked", "moved"], activityId: "row" };
  await appointment.tell(booked, moved);
  await appointment.answer(commands.complete({ syncState: "InStep", activityId: "row", memory }));
  await appointment.tell(late);
  expect(await recall(appointment)).toEqual(memory);
});

test("of one that an earlier version completed, its Signals are, and nothing is left to write", async () => {
  const appointment = await start();
  await appointment.tell(booked, moved);
  await appointment.answer(commands.complete({ syncState: "InStep", activityId: "row" }));
  await appointment.tell(late);
  expect(await recall(appointment)).toEqual({
    watermark: positionOf(moved),
    seen: ["booked", "moved"],
    activityId: "row",
  });
});

const ends: Record<string, (appointment: Appointment) => Promise<unknown>> = {
  terminated: ({ handle }) => handle.terminate("by an operator"),
  cancelled: async (appointment) => {
    await appointment.handle.cancel();
    await appointment.answer(commands.cancel());
  },
  failed: (appointment) => appointment.answer(commands.fail()),
};

test.for(Object.keys(ends))("the newest event of a run that was %s is still to be written", async (how) => {
  const appointment = await start();
  await appointment.tell(booked, moved, late);
  await ends[how]?.(appointment);
  await appointment.tell(news);
  expect(await recall(appointment)).toEqual({
    watermark: positionOf(moved),
    seen: ["booked", "moved", "late"],
    unwritten: moved,
  });
});

test.for(["InStep", "Waiting", "Skipped"])(
  "nothing is left to write of a run that was terminated when it was %s",
  async (syncState) => {
    const appointment = await start();
    await appointment.tell(booked);
    await appointment.answer(commands.setSyncState(syncState));
    await appointment.handle.terminate();
    await appointment.tell(news);
    expect(await recall(appointment)).toEqual({ watermark: positionOf(booked), seen: ["booked"] });
  },
);

test.for([
  ["after it was in step", async (appointment: Appointment) => appointment.tell(moved)],
  [
    "and was already taken up",
    async (appointment: Appointment) => {
      await appointment.tell(moved);
      await appointment.answer(commands.setSyncState("Syncing"));
    },
  ],
] as const)("an event is that came %s", async ([, more]) => {
  const appointment = await start();
  await appointment.tell(booked);
  await appointment.answer(commands.setSyncState("InStep"));
  await more(appointment);
  await appointment.handle.terminate();
  await appointment.tell(news);
  expect(await recall(appointment)).toMatchObject({ unwritten: { eventId: "moved" } });
});

test("runs that ended one after the other are taken together: the newest event may be in any of them", async () => {
  const appointment = await start();
  await appointment.tell(booked, cancelled);
  await appointment.handle.terminate();
  await appointment.tell(moved);
  await appointment.handle.terminate();
  await appointment.tell(late);
  expect(await recall(appointment)).toEqual({
    watermark: positionOf(cancelled),
    seen: ["booked", "cancelled", "moved"],
    unwritten: cancelled,
  });
});

test("of events that their times do not tell apart, the one that arrived in the later run is the newest", async () => {
  const appointment = await start();
  await appointment.tell(told("first", 1));
  await appointment.handle.terminate();
  await appointment.tell(told("second", 1));
  await appointment.handle.terminate();
  await appointment.tell(late);
  expect(await recall(appointment)).toMatchObject({ unwritten: { eventId: "second" } });
});

test("what was completed before a run that was terminated is known, too", async () => {
  const appointment = await start();
  const memory = { watermark: positionOf(moved), seen: ["booked", "moved"], activityId: "row" };
  await appointment.tell(booked, moved);
  await appointment.answer(commands.complete({ syncState: "InStep", activityId: "row", memory }));
  await appointment.tell(late);
  await appointment.handle.terminate();
  await appointment.tell(news);
  expect(await recall(appointment)).toEqual({ ...memory, seen: ["booked", "moved", "late"] });
});

test("a run that was continued as new knows what it was handed over", async () => {
  const appointment = await start();
  await appointment.tell(booked);
  const state = {
    syncState: "InStep",
    watermark: positionOf(booked),
    events: [{ eventId: "booked" }],
    seenEarlier: ["long-ago"],
    saved: { activityId: "row" },
  };
  await appointment.answer(commands.continueAsNew({ carried: { state, pending: [], newest: booked } }));
  await appointment.tell(moved);
  await appointment.handle.terminate();
  await appointment.tell(news);
  expect(await recall(appointment)).toEqual({
    watermark: positionOf(moved),
    seen: ["long-ago", "booked", "moved"],
    activityId: "row",
    unwritten: moved,
  });
});

test("what an earlier version handed over is understood: its order, and several events that wait", async () => {
  const appointment = await start();
  await appointment.tell(booked);
  const state = {
    syncState: "Syncing",
    watermark: formerPositionOf(booked),
    events: ["booked", "moved", "late"].map((eventId) => ({ eventId })),
  };
  await appointment.answer(
    commands.continueAsNew({ carried: { state, pending: [moved, late], newest: booked } }),
  );
  await appointment.handle.terminate();
  await appointment.tell(news);
  expect(await recall(appointment)).toEqual({
    watermark: positionOf(moved),
    seen: ["booked", "moved", "late"],
    unwritten: moved,
  });
});

test("a run that was reset goes on with the Signals of the one it was reset from", async () => {
  const appointment = await start();
  const { client, namespace, workflowId, handle } = appointment;
  await appointment.tell(booked);
  await appointment.answer([]);
  await appointment.tell(moved);
  const { events } = await handle.fetchHistory();
  const answered = events?.find((event) => event.workflowTaskCompletedEventAttributes)?.eventId;
  await client.workflowService.resetWorkflowExecution({
    namespace,
    workflowExecution: { workflowId, runId: await appointment.runId() },
    reason: "by an operator",
    ...(answered && { workflowTaskFinishEventId: answered }),
    requestId: randomUUID(),
  });
  expect(await recall(appointment)).toBeNull();
  await handle.terminate();
  await appointment.tell(news);
  expect(await recall(appointment)).toMatchObject({
    seen: ["booked", "moved"],
    unwritten: { eventId: "moved" },
  });
});

test("what is not an event of this appointment is left out", async () => {
  const appointment = await start();
  await appointment.tell(booked);
  await appointment.handle.signal("appointmentChanged", { ...moved, tenant: "other" });
  await appointment.handle.signal("appointmentChanged", told("other", 9, { appointment: { id: "1" } }));
  await appointment.handle.signal("appointmentChanged", "typed by hand");
  await appointment.handle.signal("skip");
  await appointment.handle.terminate();
  await appointment.tell(news);
  expect(await recall(appointment)).toEqual({
    watermark: positionOf(booked),
    seen: ["booked"],
    unwritten: booked,
  });
});

test("of a long history every page is read, and the last 200 ids are kept", async () => {
  const appointment = await start();
  const events = Array.from({ length: 230 }, (_, index) => told(`e${index}`, index));
  await appointment.tell(...events);
  await appointment.handle.terminate();
  await appointment.tell(news);
  const recollection = await recall(appointment);
  expect(recollection?.unwritten?.eventId).toBe("e229");
  expect(recollection?.seen).toEqual(events.slice(-200).map(({ eventId }) => eventId));
});

test("a run that Temporal has deleted is left out, and no fault", async () => {
  const appointment = await start();
  const { client, workflowId } = appointment;
  const input = {
    tenant: "acme",
    appointmentId: "81234",
    settlePeriodMs: 1_000,
    previousRunId: randomUUID(),
  };
  const options = { workflowId, taskQueue: "appointments", args: [input], signal: "appointmentChanged" };
  await client.workflow.signalWithStart("syncAppointment", { ...options, signalArgs: [booked] });
  expect(await recall(appointment)).toBeNull();
  await appointment.handle.terminate();
  await appointment.tell(news);
  expect(await recall(appointment)).toMatchObject({ seen: ["booked"], unwritten: { eventId: "booked" } });
});
