import type { ApiReply } from "../transport/http.ts";
import type { Organization } from "../organization.ts";
import { ControlError, json, readFlag, readNumber, readText, refuseOthers } from "./input.ts";

const farthestMs = 10 * 365 * 86_400_000;

export function showClock({ clock }: Organization): ApiReply {
  return json(200, { now: clock.now().toISOString(), frozen: clock.isFrozen() });
}

/** {"now"} and then {"advanceMs"}, to the millisecond where {"freeze"} is asked for; any of them may be left out. */
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
