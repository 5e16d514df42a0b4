import type { ApiReply } from "../transport/http.ts";
import type { Organization } from "../organization.ts";
import { json, readNumber, refuseOthers } from "./input.ts";

/** How long new keys take to become active, and rows to know new columns. */
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
