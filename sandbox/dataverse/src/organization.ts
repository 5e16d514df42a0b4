import { createClock } from "./clock.ts";
import { createFaults } from "./faults/faults.ts";
import { createRaces } from "./faults/races.ts";
import { createLineEnds } from "./transport/line-ends.ts";
import { createModel } from "./model/model.ts";
import { keepInFile } from "./store/persistence.ts";
import { createPrivileges } from "./security/privileges.ts";
import { createRequestLog } from "./transport/request-log.ts";
import { seed } from "./seed/seed.ts";
import type { Session, AbsentRows } from "./call/session.ts";
import { createApplications, type Registration } from "./sign-in/applications.ts";
import type { Caller } from "./sign-in/caller.ts";
import { createChallenges } from "./sign-in/challenges.ts";
import { createTokens } from "./sign-in/tokens.ts";
import { createStore } from "./store/store.ts";
import { standardTables } from "./tables/all.ts";
import { createThrottle, type Limits } from "./protection/throttle.ts";
import { createUploads } from "./store/uploads.ts";

/** All state of one sandbox; see createOrganization. */
export type Organization = ReturnType<typeof createOrganization>;

/**
 * Creates all state of one sandbox, with rows from the file or the seed.
 * @throws Error if the file cannot be used
 */
export function createOrganization(options: {
  seed: boolean;
  file: string | undefined;
  limits: Partial<Limits> | undefined;
  stopwatch: (() => number) | undefined;
  register: readonly Registration[];
  isLeastPrivileged: boolean;
}) {
  const model = createModel(standardTables);
  const store = createStore();
  const clock = createClock();
  const { now } = clock;
  const privileges = createPrivileges(model, store);
  const faults = createFaults(now);
  const log = createRequestLog(now);
  const applications = createApplications(options.register);
  const tokens = createTokens(now);
  const challenges = createChallenges(now);
  const throttle = createThrottle(now, options.limits, options.stopwatch);
  const races = createRaces({ model, store });
  const uploads = createUploads();
  const lineEnds = createLineEnds();

  const begin = (): void =>
    seed({ model, store }, { isLeastPrivileged: options.isLeastPrivileged, hasBank: options.seed });

  const record =
    options.file === undefined ? undefined : keepInFile(options.file, { model, store, seed: begin });
  if (!record) begin();

  function reset(): void {
    for (const one of [clock, applications, tokens, challenges, throttle, races, uploads, lineEnds])
      one.reset();
    faults.clear();
    log.clear();
    if (record) record.startAnew();
    else begin();
  }

  return {
    model,
    store,
    clock,
    privileges,
    faults,
    log,
    applications,
    tokens,
    challenges,
    throttle,
    races,
    lineEnds,
    reset,
    /** Closes the file. */
    close: (): void => record?.close(),
    session: (serviceRoot: string, { user, delegate }: Caller, absent: AbsentRows): Session => ({
      model,
      store,
      privileges: privileges.actingFor(delegate),
      serviceRoot,
      now,
      uploads,
      caller: user,
      delegate,
      absent,
      contentIds: new Map(),
    }),
  };
}
