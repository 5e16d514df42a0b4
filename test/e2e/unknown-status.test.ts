/** A word that nobody has mapped: the cure that the failure and docs/operations.md name, step by step. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { retrySignal } from "../../src/workflows/messages.ts";
import { closeAfterTest } from "../helpers/fixtures.ts";
import { type Service, startService } from "../helpers/service.ts";
import { bookingOf, createStory, newcomer } from "../helpers/story.ts";

/** A product whose server runs on, and whose worker is started anew with each content of the mapping file. */
async function startWithMappingFile() {
  const folder = mkdtempSync(join(tmpdir(), "mapping-"));
  closeAfterTest({ [Symbol.asyncDispose]: async () => rmSync(folder, { recursive: true }) });
  const path = join(folder, "mapping.json");
  writeFileSync(path, "{}");
  const service = closeAfterTest(await startService({ withWorkers: false, env: { MAPPING_FILE: path } }));
  let workers = await service.startWorkers();
  closeAfterTest({ [Symbol.asyncDispose]: () => workers[Symbol.asyncDispose]() });
  return {
    service,
    story: createStory(service),
    restartWorkersWith: async (content: object) => {
      await workers[Symbol.asyncDispose]();
      writeFileSync(path, JSON.stringify(content));
      workers = await service.startWorkers();
    },
  };
}

async function parked(service: Service, appointmentId: string) {
  const { problem } = await service.until(appointmentId, ({ syncState }) => syncState === "NeedsAttention");
  return problem;
}

test.each([
  ["Checked-In", /status "Checked-In" is not mapped.*"wire".*"statuses".*"Checked-In".*restart.*`retry`/],
  [null, /Coconut sent no status.*"wire".*"statuses".*"".*restart.*`retry`/],
])(
  "the status %s is written after it was mapped, the worker restarted and `retry` sent",
  async (word, advice) => {
    const { service, story, restartWorkersWith } = await startWithMappingFile();
    const booking = bookingOf(newcomer("Rosa"));
    const event = await story.tell("appointment.updated", booking, {}, { status: word });
    const problem = await parked(service, booking.id);
    expect(problem).toMatchObject({ type: "MappingIncomplete", message: expect.stringMatching(advice) });

    await restartWorkersWith({ wire: { statuses: { [word ?? ""]: "completed" } } });
    await service.workflowOf(booking.id).signal(retrySignal);
    const state = await service.untilDone(booking.id, event.id);
    expect(state.events).toMatchObject([{ outcome: "applied" }]);
    const row = await story.rowOf(booking);
    expect(row).toMatchObject({ statecode: 1, statuscode: 3 });
    expect(row?.["description"]).toContain("Coconut status: Completed");
  },
);

test("a walk-in with such a word is asked about, and waits like any other once the word is known", async () => {
  const { service, story, restartWorkersWith } = await startWithMappingFile();
  const person = newcomer("Wim");
  const walkIn = bookingOf(person, { walkIn: true, status: "Front Desk" });
  const event = await story.tell("walkin.created", walkIn);
  expect(await parked(service, walkIn.id)).toMatchObject({ type: "MappingIncomplete" });

  await restartWorkersWith({ wire: { statuses: { "front desk": "arrived" } } });
  await service.workflowOf(walkIn.id).signal(retrySignal);
  const state = await service.untilDone(walkIn.id, event.id);
  expect(state).toMatchObject({ syncState: "Waiting", events: [{ outcome: "waiting" }] });
  expect(await story.leadsOf(person)).toEqual([]);
});

test("an attendee's word that means cancelled, once it is mapped, is read at the next try", async () => {
  const { service, story, restartWorkersWith } = await startWithMappingFile();
  const [left, stays] = [{ ...newcomer("Lea"), status: "Annulé" }, newcomer("Sam")];
  const booking = bookingOf(left, { attendees: [left, stays], status: "Front Desk" });
  const event = await story.tell("appointment.created", booking);
  await parked(service, booking.id);

  await restartWorkersWith({ wire: { statuses: { "front desk": "arrived", annulé: "cancelled" } } });
  await service.workflowOf(booking.id).signal(retrySignal);
  await service.untilDone(booking.id, event.id);
  const [lead] = await story.leadsOf(stays);
  expect(await story.rowOf(booking)).toMatchObject({ _regardingobjectid_value: lead?.["leadid"] });
  expect(await story.leadsOf(left)).toEqual([]);
});
