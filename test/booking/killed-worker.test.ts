/** A worker that dies while Coconut books: another takes the Workflow over, and does not book again. */
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { createCleanup } from "../../tools/cleanup.ts";
import { startServerProcess } from "../../tools/server-process.ts";
import { startStage } from "./stage.ts";

const entry = fileURLToPath(new URL("../../src/worker.ts", import.meta.url));

test(
  "killed after the request was sent: booked once, and told so by Coconut's delivery",
  { timeout: 240_000 },
  async () => {
    await using cleanup = createCleanup();
    const stage = cleanup.use(await startStage({ withWorkers: false }));
    const { PATH } = process.env;
    const worker = await startServerProcess(process.execPath, ["--import", "tsx", entry], {
      PATH,
      ...stage.service.env,
      LOG_LEVEL: "info",
      WORKER_PORT: "0",
    });
    cleanup.defer(() => worker.stop("SIGKILL"));
    await expect.poll(() => worker.tail(), { timeout: 60_000 }).toContain('"msg":"running"');
    const held = await stage.hold();
    const limits = { beginWithinMs: 60_000, resultTimeoutMs: 90_000 };
    const booking = stage.booker({ limits }).book(await stage.wish());
    await held.untilThere();
    await worker.stop("SIGKILL");
    await held.letGo();
    cleanup.use(await stage.service.startWorkers());
    expect(await booking).toMatchObject({ kind: "booked", subject: "Mortgage advice" });
    expect([await stage.asked(), await stage.booked()]).toEqual([1, 1]);
  },
);
