/** Drill: answers of Dynamics are lost after it has done what it was asked, and transactions end in deadlocks. */
import type { Drill } from "./drill.ts";
import { formatSeconds } from "./report.ts";
import { tellSteadily } from "./steady.ts";

/** Of the requests to Dynamics: the answer is lost, the transaction rolled back. */
const dropped = 0.2;
const deadlocked = 0.1;

/** Faults all the time, until everything is written. */
export const drop: Drill = {
  name: "drop",
  story:
    "Of all requests to Dynamics one in five is carried out and its answer lost, and one in ten ends in a deadlock, until the last row is written. Nothing may be written twice, left out or doubled.",
  unit: "events",
  sizes: { small: 40, full: 400 },
  limitMinutes: { small: 4, full: 30 },
  async play(run) {
    const { size, random, dynamics, timeline, untilWritten, figure } = run;
    const over = timeline.begin(`${dropped * 100} % of answers lost, ${deadlocked * 100} % deadlocks`);
    const seed = random.integer(0, 1_000_000);
    await dynamics.arrange({ fraction: dropped, seed, drop: "after" });
    await dynamics.arrange({ fraction: deadlocked, seed: seed + 1, problem: "deadlock" });
    await tellSteadily(run, { perSecond: 6, most: size });
    figure("from the last event until all rows were written", formatSeconds(await untilWritten(600_000)));
    await dynamics.callOffFaults();
    over();
  },
};
