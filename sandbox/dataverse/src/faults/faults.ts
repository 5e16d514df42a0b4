import { createDelays, isFaultFor, type Delay } from "@coconut-dynamics/sandbox-kit/faults";
import { chanceOf } from "./chance.ts";
import { problems, type Problem, type ProblemName } from "./problems.ts";

/**
 * What goes wrong with which requests: `times`, `forMs` (milliseconds) and `fraction` limit when, `method`,
 * `path` and `target` choose the requests, and the rest says what happens.
 */
export interface Fault {
  readonly times?: number | undefined;
  readonly forMs?: number | undefined;
  /** The part of the fitting requests that it strikes, from 0 to 1; `seed` decides which ones. */
  readonly fraction?: number | undefined;
  readonly seed?: number | undefined;
  readonly method?: string | undefined;
  /** A part of the decoded path and query, of the request or of an operation inside a batch. */
  readonly path?: string | undefined;
  readonly problem?: ProblemName | undefined;
  readonly status?: number | undefined;
  readonly code?: string | undefined;
  readonly message?: string | undefined;
  readonly retryAfter?: number | undefined;
  /** What something in front of the service answers in its place, as it is. */
  readonly body?: string | undefined;
  readonly delayMs?: number | undefined;
  readonly hang?: boolean | undefined;
  readonly drop?: "before" | "after" | undefined;
  readonly target: "api" | "token";
}

/** A fault that was arranged, as the control plane lists it. */
export interface ArmedFault extends Fault {
  readonly id: string;
  /** How often it will still strike; null if no number limits that. */
  remaining: number | null;
  readonly until: number | null;
}

/** A fault as it strikes one call. */
export interface Strike extends Fault {
  /** How its `delayMs` is waited: until then, or until the faults are called off. */
  readonly delay: Delay;
}

type Armed = { readonly fault: ArmedFault; readonly strikes: () => boolean };

interface Call {
  readonly method: string;
  readonly path: string;
}

/** Keeps the faults that were arranged, until they are used up or called off. */
export function createFaults(now: () => Date) {
  let armed: Armed[] = [];
  let count = 0;
  const delays = createDelays();

  function isLive({ fault }: Armed): boolean {
    const isInTime = fault.until === null || now().getTime() < fault.until;
    return isInTime && (fault.remaining === null || fault.remaining > 0);
  }

  return {
    add(fault: Fault): string {
      count += 1;
      const id = `fault-${count}`;
      const until = fault.forMs === undefined ? null : now().getTime() + fault.forMs;
      // A fault without any limit strikes once; one that strikes by chance has no such limit.
      const remaining = fault.times ?? (until === null && fault.fraction === undefined ? 1 : null);
      armed.push({ fault: { ...fault, id, remaining, until }, strikes: chanceOf(fault) });
      return id;
    },
    list: (): ArmedFault[] => armed.filter(isLive).map(({ fault }) => fault),
    clear(): void {
      armed = [];
      delays.callOff();
    },
    /** The first live fault that fits one of the requests and strikes; taking it uses it up once. */
    take(target: Fault["target"], calls: readonly Call[]): Strike | undefined {
      if (armed.length === 0) return undefined;
      armed = armed.filter(isLive);
      const found = armed.find(
        ({ fault, strikes }) =>
          fault.target === target && calls.some((call) => fits(fault, call)) && strikes(),
      );
      if (found?.fault.remaining) found.fault.remaining -= 1;
      return found && { ...found.fault, delay: delays.current() };
    },
  };
}

function fits(fault: Fault, call: Call): boolean {
  if (!isFaultFor(fault, call)) return false;
  const problem: Problem | undefined = fault.problem && problems[fault.problem];
  return !problem?.only || (call.method !== "GET" && problem.only.test(call.path));
}
