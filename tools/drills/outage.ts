/** Drill: Dynamics is away while events come in, for minutes, and for so long that thousands wait. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Drill, DrillRun } from "./drill.ts";
import { checkEach } from "./invariant.ts";
import { formatSeconds } from "./report.ts";
import { forEachOf } from "./sender.ts";
import { tellSteadily } from "./steady.ts";

const limitSeconds = 60;
/** Of a weekend of three days, compressed: events as fast as they are taken. */
const backlog = { events: 10_000, leastSeconds: 600, perSecond: 40 };
/** More refusals than this, in percent of the requests after the return, is a storm. */
const stormPercent = 20;

/** 503 for minutes, then for so long that thousands of events wait. */
export const outage: Drill = {
  name: "outage",
  story:
    "Dynamics answers 503 while appointments are booked, moved and cancelled; then it is back. Everything has to be written soon, gently, once, and only as it stands in the end. At full size the same again with 10,000 events, the work of three days, told as fast as they are taken; bookings that are made after the return must not wait for all of them.",
  unit: "events during the outage",
  sizes: { small: 20, full: 300 },
  limitMinutes: { small: 4, full: 120 },
  async play(run) {
    const { size, isFull } = run;
    await haveStanding(run, Math.ceil(size / 10));
    const outageSeconds = isFull ? 360 : 10;
    const took = await beAway(run, { events: size, outageSeconds, perSecond: size / outageSeconds });
    run.judge({
      name: `all is written within ${limitSeconds} s of the return`,
      checked: size,
      wrong: isFull && (took ?? Infinity) > limitSeconds ? [`it took ${formatSeconds(took)}`] : [],
      ...(!isFull && { notJudged: "at full size only" }),
    });
    if (isFull) await beAway(run, { ...backlog, outageSeconds: backlog.leastSeconds });
  },
};

/** Appointments that stand in Dynamics already when it goes away. */
async function haveStanding(run: DrillRun, number: number): Promise<void> {
  const deliveries = Array.from({ length: number }, () =>
    run.bookings.book().tell("appointment.created", new Date(Date.now() - 60_000)),
  );
  await forEachOf(deliveries, 8, (delivery) => run.sender.send(delivery));
  await run.untilWritten(120_000);
}

interface Absence {
  readonly events: number;
  readonly perSecond: number;
  /** At least; longer when the events are not taken by then. */
  readonly outageSeconds: number;
}

/** One outage; answers the seconds from the return until all was written. */
async function beAway(
  run: DrillRun,
  { events, perSecond, outageSeconds }: Absence,
): Promise<number | undefined> {
  const { dynamics, timeline, watch, figure, judge, signal, sender } = run;
  const label = `${events} events`;
  const firstOfOutage = new Set(sender.ledger.taken.keys());
  const over = timeline.begin(`Dynamics answers 503, ${label}`);
  await dynamics.arrange({ times: 1_000_000, status: 503 });
  const awayFrom = Date.now();
  const enough = sleep(outageSeconds * 1_000, undefined, { signal }).catch(() => undefined);
  await tellSteadily(run, { perSecond, most: events });
  await enough;
  const waiting = watch.received();
  const told = [...sender.ledger.taken.values()].filter(({ eventId }) => !firstOfOutage.has(eventId));
  const changed = [...new Set(told.map(({ appointmentId }) => appointmentId))];
  const backAt = Date.now();
  await dynamics.callOffFaults();
  over();
  const live = events >= 1_000 ? tellLive(run) : undefined;
  const took = await watch.untilShown(waiting, 90 * 60_000);
  const doneAt = Date.now();
  const liveSeconds = await live;

  const during = watch.traffic.between(awayFrom, backAt - 1_000);
  const after = watch.traffic.between(backAt, doneAt);
  figure(`${label}: from the return until the last is written`, formatSeconds(took));
  figure(`${label}: requests during the outage`, during.requests);
  figure(
    `${label}: most requests in one second after the return`,
    watch.traffic.peakPerSecond(backAt, doneAt),
  );
  figure(`${label}: requests after the return, refused by 429`, `${after.refused} of ${after.requests}`);
  const { activities, attempts, runs } = await run.workflows.readSizes();
  figure(`${label}: attempts of Activities`, `${attempts} for ${activities}, in ${runs} runs`);
  const percent = (100 * after.refused) / Math.max(1, after.requests);
  judge({
    name: `no storm of refusals after the return, ${label}`,
    checked: after.requests,
    wrong: percent > stormPercent ? [`${percent.toFixed(0)} % were refused by 429`] : [],
  });

  const writes = new Map<string, number>();
  for (const { activityId, atMs } of watch.traffic.writes)
    if (atMs >= backAt && atMs <= doneAt) writes.set(activityId, (writes.get(activityId) ?? 0) + 1);
  judge(
    checkEach(`what changed during the outage is written once, ${label}`, changed, (id) => {
      const times = writes.get(watch.activityIdOf(id) ?? "") ?? 0;
      return times === 1 ? undefined : `appointment ${id} was written ${times} times after the return`;
    }),
  );
  if (liveSeconds !== undefined) {
    figure("bookings after the return: until written", `${formatSeconds(liveSeconds)} at most`);
    const isLate = took === undefined || liveSeconds > Math.max(limitSeconds, took / 2);
    judge({
      name: "bookings after the return do not wait for the backlog",
      checked: 20,
      wrong: isLate ? [`one took ${formatSeconds(liveSeconds)}, the backlog ${formatSeconds(took)}`] : [],
    });
  }
  return took;
}

/** Bookings after the return, one a second; answers the longest that one of them took. */
async function tellLive({ bookings, sender, watch, signal }: DrillRun): Promise<number> {
  const times: Promise<number>[] = [];
  for (let told = 0; told < 20 && !signal.aborted; told += 1) {
    const appointment = bookings.book();
    await sender.send(appointment.tell("appointment.created", new Date()));
    const wanted = new Map([[appointment.id, 1]]);
    times.push(watch.untilShown(wanted, 90 * 60_000).then((seconds) => seconds ?? Infinity));
    await sleep(1_000, undefined, { signal }).catch(() => undefined);
  }
  return Math.max(...(await Promise.all(times)));
}
