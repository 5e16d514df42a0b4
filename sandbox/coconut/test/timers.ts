import { tryLimitMs } from "../src/webhooks/sender.ts";
import { machineTimers, type Timers } from "../src/webhooks/timers.ts";

/** Waits end as on this machine, the limit of a try never does: a busy machine would meet it and try twice. */
export const withoutLimit: Timers = {
  ...machineTimers,
  after: (ms, act) => (ms === tryLimitMs ? () => {} : machineTimers.after(ms, act)),
};

/** Time that goes on only when the test says so. */
export function createHandTimers() {
  let timeMs = Date.now();
  let waits: readonly { readonly endMs: number; readonly act: () => void }[] = [];
  return {
    nowMs: () => timeMs,
    after(ms: number, act: () => void) {
      const wait = { endMs: timeMs + ms, act };
      waits = [...waits, wait];
      return () => void (waits = waits.filter((one) => one !== wait));
    },
    /** How long each wait still lasts. */
    left: () => waits.map(({ endMs }) => endMs - timeMs),
    pass(ms: number): void {
      timeMs += ms;
      const over = waits.filter(({ endMs }) => endMs <= timeMs);
      waits = waits.filter((one) => !over.includes(one));
      for (const { act } of over) act();
    },
  };
}
