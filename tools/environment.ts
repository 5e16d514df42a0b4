import { serverVariables, workerVariables } from "../src/config.ts";
import { combine, variablesOf } from "../src/environment.ts";
import { paneVariables } from "../src/pane-settings.ts";

/** No profile and no way to log in is chosen by it, so that the variables of all are listed. */
const undecided = { COCONUT_WEBHOOK_PROFILE: "?", PANE_LOGIN: "?" };
const ours = new Set(
  Object.keys(variablesOf(combine(serverVariables, workerVariables, paneVariables), undecided)),
);
/** What Temporal's client reads by itself, and what docker-compose.yml sets. */
const others = /^(?:TEMPORAL|POSTGRES)_/;

/** This process's environment without settings of the product, which would point a child process somewhere else. */
export function withoutOurSettings(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !ours.has(name) && !others.test(name)),
  );
}
