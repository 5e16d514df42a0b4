/** Local Activity `explainDelay`: why Dynamics is not asked now, as far as this process knows. */
import type { Obstacle } from "../dataverse/gate.ts";
import type { FailureType } from "./failure-table.ts";

/** In the words of a failure; `since` as ISO 8601. */
export interface DelayExplanation {
  readonly type: FailureType;
  readonly message: string;
  readonly since: string;
}

const words = {
  throttled: {
    type: "DynamicsThrottled",
    message: "Dynamics has asked for fewer requests. Nothing to do: it is tried again.",
  },
  unavailable: {
    type: "DynamicsUnavailable",
    message: "Dynamics does not answer: one request at a time asks whether it does again.",
  },
  signIn: {
    type: "DynamicsSignIn",
    message:
      "The worker cannot sign in to Dynamics. Check the app registration's credential and the application user; it is tried again by itself.",
  },
} as const satisfies Record<Obstacle["kind"], Pick<DelayExplanation, "type" | "message">>;

/** Null where Dynamics is asked as usual. */
export function explainObstacle(obstacle: Obstacle | undefined): DelayExplanation | null {
  return obstacle ? { ...words[obstacle.kind], since: obstacle.since.toISOString() } : null;
}
