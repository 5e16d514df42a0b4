export interface Fault {
  readonly times?: number | undefined;
  readonly forMs?: number | undefined;
  readonly method?: string | undefined;
  /** Part of the decoded path and query, of the outer request or of one inside a batch. */
  readonly path?: string | undefined;
  readonly status?: number | undefined;
  readonly code?: string | undefined;
  readonly message?: string | undefined;
  readonly retryAfter?: number | undefined;
  readonly delayMs?: number | undefined;
  readonly hang?: boolean | undefined;
  readonly drop?: "before" | "after" | undefined;
  readonly target: "api" | "token";
}

export interface ArmedFault extends Fault {
  readonly id: string;
  /** How often it will still strike; null while only time limits it. */
  remaining: number | null;
  readonly until: number | null;
}

interface Call {
  readonly method: string;
  readonly path: string;
}

/** What has been arranged to go wrong. */
export function createFaults(now: () => Date) {
  let armed: ArmedFault[] = [];
  let count = 0;

  function isLive(fault: ArmedFault): boolean {
    const isInTime = fault.until === null || now().getTime() < fault.until;
    return isInTime && (fault.remaining === null || fault.remaining > 0);
  }

  return {
    add(fault: Fault): string {
      count += 1;
      const id = `fault-${count}`;
      const until = fault.forMs === undefined ? null : now().getTime() + fault.forMs;
      // A fault without any limit strikes once.
      const remaining = fault.times ?? (until === null ? 1 : null);
      armed.push({ ...fault, id, remaining, until });
      return id;
    },
    list: (): ArmedFault[] => armed.filter(isLive),
    clear(): void {
      armed = [];
    },
    /** The first live fault that fits one of the calls; it is used up by being taken. */
    take(target: Fault["target"], calls: readonly Call[]): Fault | undefined {
      armed = armed.filter(isLive);
      const fault = armed.find((one) => one.target === target && calls.some((call) => fits(one, call)));
      if (fault?.remaining) fault.remaining -= 1;
      return fault;
    },
  };
}

function fits(fault: Fault, call: Call): boolean {
  const isMethod = fault.method === undefined || fault.method.toUpperCase() === call.method;
  return isMethod && (fault.path === undefined || call.path.includes(fault.path));
}
