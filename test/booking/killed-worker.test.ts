/** A worker that dies while Coconut books: another takes the Workflow over, and does not book again. */
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { startServerProcess } from "../../tools/temporal/server-process.ts";
import { startStage } from "./stage.ts";

const entry = fileURLToPath(new URL("../../src/worker.ts", import.meta.url));

test(
  "killed after the request was sent: booked once, and told so by Coconut's delivery",
  { timeout: 120_000 },
  async () => {
    await using stage = await startStage({ withWorkers: false });
    const { PATH } = process.env;
    const worker = await startServerProcess(process.execPath, ["--import", "tsx", entry], {
      PATH,
      ...stage.service.env,
      WORKER_PORT: "0",
    });
    await stage.fault({ delayMs: 1_500 });
    const limits = { beginWithinMs: 60_000, resultTimeoutMs: 90_000 };
    const booking = stage.booker({ limits }).book(await stage.wish());
    for (let tries = 0; (await stage.asked()) === 0 && tries < 300; tries += 1) await sleep(100);
    await worker.stop("SIGKILL");
    await using _workers = await stage.service.startWorkers();
    expect(await booking).toMatchObject({ kind: "booked", subject: "Mortgage advice" });
    expect([await stage.asked(), await stage.booked()]).toEqual([1, 1]);
  },
);
