import type { Fault } from "../faults/faults.ts";
import { problems } from "../faults/problems.ts";
import type { ProblemName } from "../faults/problems.ts";
import { ControlError, readFlag, readNumber, readText, refuseOthers } from "./input.ts";

const fields = [
  "times",
  "forMs",
  "fraction",
  "seed",
  "method",
  "path",
  "problem",
  "status",
  "code",
  "message",
  "body",
  "retryAfter",
  "delayMs",
  "hang",
  "drop",
  "target",
];

/**
 * Reads a fault from the body of a request to the control plane.
 * @throws ControlError that says what is wrong
 */
export function readFault(input: Record<string, unknown>): Fault {
  refuseOthers(input, fields);
  const { drop, target = "api" } = input;
  if (drop !== undefined && drop !== "before" && drop !== "after") {
    throw new ControlError('drop must be "before" or "after"');
  }
  if (target !== "api" && target !== "token") throw new ControlError('target must be "api" or "token"');
  const fault = {
    times: readNumber(input, "times", 1, 1_000_000),
    forMs: readNumber(input, "forMs", 1, 86_400_000),
    fraction: readFraction(input),
    seed: readNumber(input, "seed", 0, 4_294_967_295),
    problem: readProblem(input),
    status: readNumber(input, "status", input["body"] === undefined ? 400 : 200, 599),
    retryAfter: readNumber(input, "retryAfter", 0, 86_400),
    delayMs: readNumber(input, "delayMs", 0, 600_000),
    method: readText(input, "method"),
    path: readText(input, "path"),
    code: readText(input, "code"),
    message: readText(input, "message"),
    body: readText(input, "body"),
    hang: readFlag(input, "hang"),
    drop,
    target,
  } as const;
  const isNothing =
    fault.status === undefined && !fault.problem && fault.delayMs === undefined && !fault.hang && !drop;
  if (isNothing) throw new ControlError("a fault needs one of status, problem, delayMs, hang and drop");
  if (fault.body !== undefined && fault.status === undefined) throw new ControlError("a body needs a status");
  if (fault.problem && target === "token")
    throw new ControlError("a problem is one of the api, not of the token endpoint");
  return fault;
}

function readFraction({ fraction }: Record<string, unknown>): number | undefined {
  if (fraction === undefined) return undefined;
  if (typeof fraction === "number" && fraction > 0 && fraction <= 1) return fraction;
  throw new ControlError("fraction must be a number above 0, 1 at most");
}

function readProblem({ problem }: Record<string, unknown>): ProblemName | undefined {
  if (problem === undefined) return undefined;
  const known = Object.keys(problems) as ProblemName[];
  const found = known.find((name) => name === problem);
  if (!found) throw new ControlError(`problem must be one of ${known.join(", ")}`);
  return found;
}
