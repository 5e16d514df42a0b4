// POST /sandbox/metadata: how long definitions made at run time take to become usable.

import type { ApiReply } from "../transport/http.ts";
import type { Organization } from "../organization.ts";
import { json, readNumber, refuseOthers } from "./input.ts";

/**
 * Sets the time until new alternate keys are active and rows know new columns, in milliseconds, and answers
 * with both.
 */
export function changePace({ model }: Organization, input: Record<string, unknown>): ApiReply {
  refuseOthers(input, ["keyIndexMs", "columnLagMs"]);
  const keyIndexMs = readNumber(input, "keyIndexMs", 0, 86_400_000);
  const columnLagMs = readNumber(input, "columnLagMs", 0, 86_400_000);
  model.setPace({
    ...(keyIndexMs === undefined ? {} : { keyIndexMs }),
    ...(columnLagMs === undefined ? {} : { columnLagMs }),
  });
  return json(200, model.pace());
}
