// POST /sandbox/limits: changes the limits of service protection.

import type { ApiReply } from "../transport/http.ts";
import type { Organization } from "../organization.ts";
import type { Limits } from "../protection/throttle.ts";
import { json, readNumber, refuseOthers } from "./input.ts";

/** The highest value of each limit. */
const maximums: Limits = {
  requests: 1_000_000_000,
  executionMs: 1_000_000_000,
  concurrent: 1_000_000,
  windowMs: 86_400_000,
  dopHint: 1000,
};

/** Sets the given limits, starts counting anew, and answers with all limits. */
export function changeLimits({ throttle }: Organization, input: Record<string, unknown>): ApiReply {
  const names = Object.keys(maximums) as (keyof Limits)[];
  refuseOthers(input, names);
  const read = names.flatMap((name) => {
    const value = readNumber(input, name, name === "executionMs" ? 0 : 1, maximums[name]);
    return value === undefined ? [] : [[name, value] as const];
  });
  throttle.change(Object.fromEntries(read));
  return json(200, throttle.limits());
}
