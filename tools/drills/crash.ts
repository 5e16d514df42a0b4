/** Drill: processes are killed while events come in. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Program } from "../program.ts";
import type { Drill, DrillRun } from "./drill.ts";
import { formatSeconds } from "./report.ts";
import { startSteadyEvents } from "./steady.ts";

const limitSeconds = 20;
/** A machine on which everything takes longer than this without a fault says nothing about the time after one. */
const idleSeconds = 5;

/** Something that is killed with `kill -9` and started again. */
interface Victim {
  readonly name: string;
  readonly kill: () => Promise<unknown>;
  readonly start: () => Promise<unknown>;
}

/** Worker, server, Temporal and Dynamics are killed in turn; all that was acknowledged has to be written soon after. */
export const crash: Drill = {
  name: "crash",
  story:
    "While events come in at a steady rate, worker, server, Temporal and the stand-in for Dynamics are killed in turn with SIGKILL and started again; Temporal and the stand-in find their data in their files. Nothing that was acknowledged may be lost or doubled, and all of it is to be written within 20 s of the restart. Rounds without a kill, measured in the same way, tell how fast this machine is.",
  unit: "rounds of kill -9, each of all four",
  sizes: { small: 1, full: 10 },
  limitMinutes: { small: 6, full: 60 },
  isTemporalKilled: true,
  async play(run) {
    const { size, isFull, timeline, figure, judge, untilWritten } = run;
    await using events = startSteadyEvents(run, { perSecond: isFull ? 5 : 2 });
    const control: number[] = [];
    const slow: string[] = [];
    let kills = 0;
    for (let round = 0; round < size && !run.signal.aborted; round += 1) {
      const { seconds } = await measure(run, undefined);
      control.push(seconds ?? Infinity);
      for (const victim of victimsOf(run, round)) {
        const { seconds: took, readySeconds } = await measure(run, victim);
        kills += 1;
        figure(
          `round ${round + 1}, ${victim.name}: done after the restart`,
          `${formatSeconds(took)} (ready after ${formatSeconds(readySeconds)})`,
        );
        if (took === undefined || took > limitSeconds)
          slow.push(`round ${round + 1}, ${victim.name}: ${formatSeconds(took)}`);
      }
    }
    await events.stop();
    figure("until the end, all rows written", formatSeconds(await untilWritten(300_000)));
    figure("kills", kills);
    const slowest = Math.max(...control);
    figure("without a kill (control)", `${control.map((one) => one.toFixed(1)).join(", ")} s`);
    timeline.mark("no more events");

    const isIdle = slowest <= idleSeconds;
    const reason = isFull
      ? `the machine was too busy: ${slowest.toFixed(1)} s even without a kill`
      : "at full size only";
    const isJudged = slow.length === 0 || (isFull && isIdle);
    judge({
      name: `all that was acknowledged is written within ${limitSeconds} s of each restart`,
      checked: kills,
      wrong: isJudged ? slow : [],
      ...(!isJudged && { notJudged: `${slow.length} took longer, ${reason}` }),
    });
  },
};

function victimsOf({ stack, temporal }: DrillRun, round: number): Victim[] {
  return [
    oneOrBoth("worker", stack.workers, round),
    oneOrBoth("server", stack.servers, round),
    { name: "Temporal", ...temporal },
    victimOf("the stand-in for Dynamics", [stack.standIns]),
  ];
}

/** One of the two, the other, both. */
function oneOrBoth(name: string, programs: readonly Program[], round: number): Victim {
  const which = round % 3;
  if (which === 2) return victimOf(`both ${name}s`, programs);
  return victimOf(`${name} ${which + 1}`, programs.slice(which, which + 1));
}

function victimOf(name: string, programs: readonly Program[]): Victim {
  return {
    name,
    kill: () => Promise.all(programs.map((program) => program.kill())),
    start: () => Promise.all(programs.map((program) => program.start())),
  };
}

/** Kills and starts again; then the seconds from the start until all that had been acknowledged before it is written. */
async function measure({ random, timeline, watch, signal }: DrillRun, victim: Victim | undefined) {
  const pause = (least: number, most: number) =>
    sleep(random.integer(least, most), undefined, { signal }).catch(() => undefined);
  await pause(1_000, 2_000);
  const over = victim && timeline.begin(`kill -9 of ${victim.name}`);
  await victim?.kill();
  if (victim) await pause(500, 3_000);
  const acknowledged = watch.received();
  const startedAt = performance.now();
  await victim?.start();
  const readySeconds = (performance.now() - startedAt) / 1000;
  over?.();
  const waited = await watch.untilShown(acknowledged, 120_000);
  return { readySeconds, seconds: waited === undefined ? undefined : readySeconds + waited };
}
