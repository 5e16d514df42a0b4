/** Drill: Dynamics refuses requests, by chance and by a real limit of requests in a window of time. */
import type { Drill, DrillRun } from "./drill.ts";
import { formatSeconds } from "./report.ts";
import { tellSteadily } from "./steady.ts";

/** More refusals than this, in percent of all requests, is a storm: most of what is sent then is sent in vain. */
const stormPercent = 50;
const usual = { requests: 6_000, windowMs: 300_000 };

/** One in five refused; then a window that is too small for the events. */
export const throttle: Drill = {
  name: "throttle",
  story:
    "Dynamics refuses one request in five with 429 and Retry-After. Then it has a limit of requests within a window of time that is too small for the events that come, so that two workers have to share what is left of it.",
  unit: "events",
  sizes: { small: 24, full: 300 },
  limitMinutes: { small: 4, full: 45 },
  async play(run) {
    const { size, isFull, random, dynamics, timeline, untilWritten, figure } = run;
    const half = Math.ceil(size / 2);
    const over = timeline.begin("20 % of requests are refused by 429, Retry-After 1 s");
    await dynamics.arrange({ fraction: 0.2, seed: random.integer(0, 1_000_000), status: 429, retryAfter: 1 });
    const from = Date.now();
    await tellSteadily(run, { perSecond: 6, most: half });
    figure("one in five refused: until all rows were written", formatSeconds(await untilWritten(600_000)));
    await dynamics.callOffFaults();
    over();
    tellShare(run, "one in five refused", from, false);

    const limits = isFull ? { requests: 120, windowMs: 60_000 } : { requests: 20, windowMs: 5_000 };
    const { requests, windowMs } = limits;
    const isOver = timeline.begin(`${requests} requests within ${windowMs / 1000} s`);
    await dynamics.limit(limits);
    const windowFrom = Date.now();
    await tellSteadily(run, { perSecond: 6, most: half });
    figure("a window: until all rows were written", formatSeconds(await untilWritten(30 * 60_000)));
    isOver();
    tellShare(run, "a window", windowFrom, true);
    await dynamics.limit(usual);
  },
};

function tellShare({ watch, figure, judge }: DrillRun, name: string, from: number, isJudged: boolean): void {
  const { requests, refused } = watch.traffic.between(from, Date.now());
  const percent = (100 * refused) / Math.max(1, requests);
  figure(`${name}: requests refused`, `${refused} of ${requests}, ${percent.toFixed(0)} %`);
  if (!isJudged) return;
  judge({
    name: "no storm of refusals: more requests are answered than refused",
    checked: requests,
    wrong: percent > stormPercent ? [`${percent.toFixed(0)} % of the requests were refused`] : [],
  });
}
