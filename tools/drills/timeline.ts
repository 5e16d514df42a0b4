/** What happened when in a drill: faults, and how many events were received and written. */

/** Counts of events at one moment, in milliseconds since the start. */
export interface Sample {
  readonly atMs: number;
  readonly received: number;
  readonly written: number;
}

/** Something that was done to the product; without `toMs` it was over at once. */
export interface Fault {
  readonly name: string;
  readonly fromMs: number;
  toMs?: number;
}

/** Keeps both, on one clock. */
export interface Timeline {
  readonly samples: readonly Sample[];
  readonly faults: readonly Fault[];
  elapsedMs(): number;
  sample(counts: Omit<Sample, "atMs">): void;
  /** Marks the beginning of a fault; the answer marks its end. */
  begin(name: string): () => void;
  /** Marks a fault that is over at once. */
  mark(name: string): void;
}

/** Starts the clock. `tell` hears of each fault. */
export function createTimeline(tell: (words: string) => void): Timeline {
  const startedAt = performance.now();
  const samples: Sample[] = [];
  const faults: Fault[] = [];
  const elapsedMs = () => performance.now() - startedAt;

  function add(name: string): Fault {
    const fault: Fault = { name, fromMs: elapsedMs() };
    faults.push(fault);
    tell(name);
    return fault;
  }

  return {
    samples,
    faults,
    elapsedMs,
    sample: (counts) => void samples.push({ atMs: elapsedMs(), ...counts }),
    begin(name) {
      const fault = add(name);
      return () => {
        fault.toMs = elapsedMs();
        tell(`over: ${name}`);
      };
    },
    mark: (name) => void add(name),
  };
}
