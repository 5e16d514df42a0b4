// GET and POST /sandbox/clock: the time of the organisation.

import type { ApiReply } from "../transport/http.ts";
import type { Organization } from "../organization.ts";
import { ControlError, json, readFlag, readNumber, readText, refuseOthers } from "./input.ts";

/** Ten years. */
const farthestMs = 10 * 365 * 86_400_000;

/** Answers GET /sandbox/clock with the time of the organisation and whether it stands still. */
export function showClock({ clock }: Organization): ApiReply {
  return json(200, { now: clock.now().toISOString(), frozen: clock.isFrozen() });
}

/**
 * Answers POST /sandbox/clock: sets the time to `now`, then moves it by `advanceMs`; `freeze` stops or
 * restarts it. Each can be left out.
 */
export function changeClock(organization: Organization, input: Record<string, unknown>): ApiReply {
  refuseOthers(input, ["now", "advanceMs", "freeze"]);
  const { clock } = organization;
  const text = readText(input, "now");
  const now = text === undefined ? undefined : new Date(text);
  if (now && Number.isNaN(now.getTime()))
    throw new ControlError("now must be a moment such as 2026-03-10T14:00:00Z");
  const advanceMs = readNumber(input, "advanceMs", 0, farthestMs);
  const freeze = readFlag(input, "freeze");
  if (freeze === true) clock.freeze();
  if (now) clock.set(now);
  if (advanceMs !== undefined) clock.advance(advanceMs);
  if (freeze === false) clock.unfreeze();
  return showClock(organization);
}
