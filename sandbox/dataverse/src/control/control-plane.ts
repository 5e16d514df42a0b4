// The calls under /sandbox/, by which tests and people control the sandbox. They are no part of the emulated
// API and need no sign-in.

import { changeClock, showClock } from "./clock.ts";
import { readFault } from "./faults.ts";
import { ControlError, json, nothing, readFlag, readObject, refuseOthers } from "./input.ts";
import { changeLimits } from "./limits.ts";
import { changePace } from "./metadata.ts";
import { changePrivileges, listPrivileges } from "./privileges.ts";
import { armChallenge, changeTokens, expireTokens, registerApplication } from "./sign-in.ts";
import type { ApiReply } from "../transport/http.ts";
import type { Organization } from "../organization.ts";
import { describeRows } from "./rows.ts";

type Handler = (organization: Organization, body: string) => ApiReply;

/** All calls but GET /sandbox/rows/{entitySet}, by method and path. */
const handlers: Readonly<Record<string, Handler>> = {
  "POST /sandbox/reset": (organization) => {
    organization.reset();
    return nothing();
  },
  "GET /sandbox/requests": ({ log }) => json(200, log.all()),
  "DELETE /sandbox/requests": ({ log }) => {
    log.clear();
    return nothing();
  },
  "POST /sandbox/requests/take": ({ log }) => json(200, log.takeAnswered()),
  "GET /sandbox/faults": ({ faults }) => json(200, faults.list()),
  "DELETE /sandbox/faults": ({ faults }) => {
    faults.clear();
    return nothing();
  },
  "POST /sandbox/faults": ({ faults }, body) => json(201, { id: faults.add(readFault(readObject(body))) }),
  "GET /sandbox/races": ({ races }) => json(200, { races: races.isOn() }),
  "POST /sandbox/races": ({ races }, body) => {
    const input = readObject(body);
    refuseOthers(input, ["races"]);
    races.turn(readFlag(input, "races") ?? true);
    return json(200, { races: races.isOn() });
  },
  "GET /sandbox/line-ends": ({ lineEnds }) => json(200, { bareLineFeeds: lineEnds.isTolerant() }),
  "POST /sandbox/line-ends": ({ lineEnds }, body) => {
    const input = readObject(body);
    refuseOthers(input, ["bareLineFeeds"]);
    lineEnds.turn(readFlag(input, "bareLineFeeds") ?? true);
    return json(200, { bareLineFeeds: lineEnds.isTolerant() });
  },
  "GET /sandbox/clock": showClock,
  "POST /sandbox/clock": (organization, body) => changeClock(organization, readObject(body)),
  "GET /sandbox/limits": ({ throttle }) => json(200, throttle.limits()),
  "POST /sandbox/limits": (organization, body) => changeLimits(organization, readObject(body)),
  "POST /sandbox/applications": (organization, body) => registerApplication(organization, readObject(body)),
  "POST /sandbox/tokens": (organization, body) => changeTokens(organization, readObject(body)),
  "DELETE /sandbox/tokens": expireTokens,
  "POST /sandbox/claims-challenge": (organization, body) => armChallenge(organization, readObject(body)),
  "DELETE /sandbox/claims-challenge": ({ challenges }) => {
    challenges.reset();
    return nothing();
  },
  "GET /sandbox/metadata": ({ model }) => json(200, model.pace()),
  "POST /sandbox/metadata": (organization, body) => changePace(organization, readObject(body)),
  "GET /sandbox/privileges": (organization) => listPrivileges(organization),
  "POST /sandbox/privileges": (organization, body) => changePrivileges(organization, readObject(body)),
};

/** Answers one call under /sandbox/; a ControlError becomes 400 with its message. */
export function handleControl(
  organization: Organization,
  method: string,
  path: string,
  body: string,
): ApiReply {
  const call = `${method} ${path}`;
  const handler = Object.hasOwn(handlers, call) ? handlers[call] : undefined;
  try {
    return handler ? handler(organization, body) : rowsOf(organization, method, path);
  } catch (error) {
    if (error instanceof ControlError) return json(400, { error: error.message });
    throw error;
  }
}

/** Answers GET /sandbox/rows/{entitySet}, and 404 for every other call. */
function rowsOf(organization: Organization, method: string, path: string): ApiReply {
  const entitySet = /^\/sandbox\/rows\/([^/]+)$/.exec(path)?.[1];
  if (entitySet === undefined || method !== "GET") {
    return json(404, { error: `The control plane has no ${method} ${path}` });
  }
  const table = organization.model.ofSet(entitySet);
  if (!table) {
    const known = organization.model
      .tables()
      .map((one) => one.entitySet)
      .join(", ");
    throw new ControlError(`There is no entity set ${entitySet}; there are ${known}`);
  }
  return json(200, describeRows(organization, table));
}
