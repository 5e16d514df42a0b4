/** The SDK's log only where something is wrong: failing Activities are the subject of many tests. */
import { DefaultLogger, Runtime } from "@temporalio/worker";

let isQuiet = false;

/** Once per process, before the first connection. */
export function quietTemporal(): void {
  if (isQuiet) return;
  isQuiet = true;
  Runtime.install({
    logger: new DefaultLogger("ERROR"),
    telemetryOptions: { logging: { filter: { core: "ERROR", other: "ERROR" }, forward: {} } },
    shutdownSignals: [],
  });
}
