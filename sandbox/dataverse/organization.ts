import { createFaults } from "./faults.ts";
import { applicationUserId } from "./identity.ts";
import { createTokens } from "./oauth.ts";
import { createModel } from "./metadata.ts";
import { createPrivileges } from "./privileges.ts";
import { createRequestLog } from "./request-log.ts";
import { seedBank, seedOrganization } from "./seed.ts";
import type { Session } from "./session.ts";
import { createStore } from "./store.ts";
import { standardTables } from "./tables/all.ts";
import { createThrottle } from "./throttle.ts";

export type Organization = ReturnType<typeof createOrganization>;

const now = (): Date => new Date();

/** Everything one sandbox remembers. */
export function createOrganization(options: { seed: boolean }) {
  const model = createModel(standardTables);
  const store = createStore();
  const privileges = createPrivileges(model);
  const faults = createFaults(now);
  const log = createRequestLog(now);

  function reset(): void {
    store.clear();
    model.reset();
    privileges.reset();
    faults.clear();
    log.clear();
    seedOrganization(model, store);
    if (options.seed) seedBank(model, store);
  }
  reset();

  return {
    model,
    store,
    privileges,
    faults,
    log,
    tokens: createTokens(now),
    throttle: createThrottle(now),
    reset,
    session: (serviceRoot: string): Session => ({
      model,
      store,
      privileges,
      serviceRoot,
      now,
      caller: applicationUserId,
      contentIds: new Map(),
    }),
  };
}
