/** Logs what a process says of its readiness. */
import type { Logger } from "./log.ts";
import type { Readiness } from "./temporal/readiness.ts";

/** The same check; each change of what it says is logged, so also why deliveries would be refused. */
export function logChanges(check: () => Promise<Readiness>, log: Logger): () => Promise<Readiness> {
  let last = "";
  return async () => {
    const readiness = await check();
    const said = JSON.stringify(readiness);
    if (said !== last) {
      const { isReady, details } = readiness;
      if (!isReady) log.error({ details }, "not ready");
      else if (last !== "") log.info({ details }, "ready");
      last = said;
    }
    return readiness;
  };
}
