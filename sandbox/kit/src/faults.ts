import { setTimeout as sleep } from "node:timers/promises";

interface Call {
  readonly method: string;
  /** With the query. */
  readonly path: string;
}

/** Whether a fault is meant for a call: it names part of the path, and the method; what it leaves out fits every call. */
export function isFaultFor(
  fault: { readonly method?: string | undefined; readonly path?: string | undefined },
  call: Call,
): boolean {
  const isMethod = fault.method === undefined || fault.method.toUpperCase() === call.method;
  return isMethod && (fault.path === undefined || call.path.includes(fault.path));
}

/** Waits that long, or until the faults are called off. It does not keep the process alive. */
export type Delay = (ms: number) => Promise<void>;

/** The waits of faults with a `delayMs`. */
export function createDelays() {
  let arranged = createDelay();
  return {
    /** The delay of the faults that are arranged now; `callOff` ends it, also for who asked for it before. */
    current: (): Delay => arranged.delay,
    /** Ends every wait; later faults wait again. */
    callOff(): void {
      arranged.callOff();
      arranged = createDelay();
    },
  };
}

function createDelay(): { readonly delay: Delay; readonly callOff: () => void } {
  let settle: (() => void) | undefined;
  const calledOff = new Promise<void>((resolve) => (settle = resolve));
  return {
    delay: (ms) => Promise.race([sleep(ms, undefined, { ref: false }), calledOff]),
    callOff: () => settle?.(),
  };
}
