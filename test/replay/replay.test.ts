/** Runs begun by earlier code must go on under this code: every recorded Event History is replayed. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { DeterminismViolationError } from "@temporalio/workflow";
import { bundleWorkflowCode, DefaultLogger, type ReplayWorkerOptions, Worker } from "@temporalio/worker";
import { beforeAll, expect, test } from "vitest";
import { shared } from "../../tools/tests/shared.ts";
import { quietTemporal } from "../helpers/quiet-temporal.ts";
import type { RecordedHistory } from "./save-history.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = join(root, "test/histories");
const corpus = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".json"))
  .map((file) => {
    const recorded = JSON.parse(readFileSync(join(folder, file), "utf8")) as RecordedHistory;
    return { name: basename(file, ".json"), file, ...recorded };
  });

beforeAll(quietTemporal);

/** The error of each history's replay, by the name of its file; undefined where it replays. */
async function replay(workflowBundle: NonNullable<ReplayWorkerOptions["workflowBundle"]>) {
  const errors = new Map<string, Error | undefined>();
  // The id is only a label here, so it may as well be the name.
  const histories = corpus.map(({ file, history }) => ({ workflowId: file, history }));
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle }, histories)) {
    errors.set(workflowId, error);
  }
  return errors;
}

test("the corpus has every branch", () => {
  expect(corpus.map(({ name }) => name)).toEqual(expect.arrayContaining(branches));
});

test("every recorded history replays", async () => {
  const errors = await replay({ codePath: await shared("workflowBundle") });
  expect(errors.size).toBe(corpus.length);
  for (const [file, error] of errors) expect(error, file).toBeUndefined();
});

test("a Workflow with two Activities swapped does not pass for the same: the negative control", async () => {
  const code = await bundleWithSwappedActivities("findClient", "createLead");
  const errors = await replay({ code });
  for (const { file, history } of corpus) {
    const isAffected = JSON.stringify(history).includes('"name":"findClient"');
    if (isAffected) expect(errors.get(file), file).toBeInstanceOf(DeterminismViolationError);
    else expect(errors.get(file), file).toBeUndefined();
  }
  expect([...errors.values()].filter((error) => error !== undefined).length).toBeGreaterThan(10);
});

/** The Workflow code as it stands, but for the two names. */
async function bundleWithSwappedActivities(one: string, other: string): Promise<string> {
  const copy = mkdtempSync(join(tmpdir(), "coconut-dynamics-swapped-"));
  try {
    cpSync(join(root, "src"), join(copy, "src"), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(copy, "node_modules"), "junction");
    const file = join(copy, "src/workflows/apply-event.ts");
    const source = readFileSync(file, "utf8");
    const call = (name: string) => `await ${name}.executeWithOptions(`;
    const swapped = source
      .replaceAll(call(one), "@swap@")
      .replaceAll(call(other), call(one))
      .replaceAll("@swap@", call(other));
    expect(swapped).not.toBe(source);
    writeFileSync(file, swapped);
    const logger = new DefaultLogger("WARN");
    return (await bundleWorkflowCode({ workflowsPath: join(copy, "src/workflows"), logger })).code;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

const branches = [
  "begun-by-earlier-version",
  "booking-booked",
  "booking-cancelled-by-operator",
  "booking-invalid",
  "booking-never-seen",
  "booking-no-worker",
  "booking-refused",
  "booking-seen",
  "booking-slot-taken",
  "booking-started-again",
  "booking-third-attempt",
  "booking-too-late",
  "booking-unavailable",
  "burst",
  "cancelled-by-operator",
  "continue-as-new-first-run",
  "continue-as-new-second-run",
  "continued-while-waiting-first-run",
  "continued-while-waiting-second-run",
  "delayed",
  "duplicate",
  "event-during-completion",
  "everybody-left-after-earlier-run",
  "everybody-left-during-save",
  "known-client",
  "known-client-changes",
  "late-delivery-after-settlement",
  "lead-claim",
  "lead-deleted",
  "new-lead",
  "new-run-after-settlement",
  "newer-event-during-attempt",
  "newer-event-while-waiting",
  "parked-retried",
  "parked-skipped",
  "parked-superseded",
  "rejected-signal",
  "retried-and-skipped-while-waiting",
  "retried-in-step",
  "second-attendee",
  "settle-rearmed",
  "settled",
  "several-attempts",
  "stale",
  "stranger-asked-again",
  "unchanged",
  "unwritten-after-termination",
  "waiting",
];
