import type { Fault } from "../faults.ts";
import { isJsonObject, type ApiReply } from "../http.ts";
import { tableOfSet, tablesOf } from "../metadata.ts";
import type { Organization } from "../organization.ts";
import { describeRow } from "./control-rows.ts";

/** Bad input, with what is wrong with it. */
class ControlError extends Error {
  override readonly name = "ControlError";
}

/** The sandbox's own side, no part of the emulated API: reset, request log, rows, faults, privileges. */
export function handleControl(
  organization: Organization,
  method: string,
  path: string,
  body: string,
): ApiReply {
  try {
    return route(organization, method, path, body);
  } catch (error) {
    if (error instanceof ControlError) return json(400, { error: error.message });
    throw error;
  }
}

function route(organization: Organization, method: string, path: string, body: string): ApiReply {
  const { faults, log, privileges } = organization;
  switch (`${method} ${path}`) {
    case "POST /sandbox/reset":
      organization.reset();
      return nothing();
    case "GET /sandbox/requests":
      return json(200, log.all());
    case "DELETE /sandbox/requests":
      log.clear();
      return nothing();
    case "GET /sandbox/faults":
      return json(200, faults.list());
    case "DELETE /sandbox/faults":
      faults.clear();
      return nothing();
    case "POST /sandbox/faults":
      return json(201, { id: faults.add(readFault(readObject(body))) });
    case "GET /sandbox/privileges":
      return json(200, privileges.list());
    case "POST /sandbox/privileges":
      return changePrivileges(organization, readObject(body));
    default:
      return rowsOf(organization, method, path);
  }
}

function rowsOf(organization: Organization, method: string, path: string): ApiReply {
  const entitySet = /^\/sandbox\/rows\/([^/]+)$/.exec(path)?.[1];
  if (entitySet === undefined || method !== "GET") {
    return json(404, { error: `The control plane has no ${method} ${path}` });
  }
  const table = tableOfSet(organization.model, entitySet);
  if (!table) {
    const known = tablesOf(organization.model)
      .map((one) => one.entitySet)
      .join(", ");
    throw new ControlError(`There is no entity set ${entitySet}; there are ${known}`);
  }
  return json(
    200,
    organization.store.all(table.logicalName).map((row) => describeRow(organization, table, row)),
  );
}

function changePrivileges({ privileges }: Organization, input: Record<string, unknown>): ApiReply {
  refuseOthers(input, ["revoke", "grant"]);
  const [revoke, grant] = [readNames(input, "revoke"), readNames(input, "grant")];
  for (const name of [...revoke, ...grant]) {
    if (!privileges.isKnown(name)) throw new ControlError(`There is no privilege ${name}`);
  }
  for (const name of revoke) privileges.revoke(name);
  for (const name of grant) privileges.grant(name);
  return json(200, privileges.list());
}

const faultFields = [
  "times",
  "forMs",
  "method",
  "path",
  "status",
  "code",
  "message",
  "retryAfter",
  "delayMs",
  "hang",
  "drop",
  "target",
];

function readFault(input: Record<string, unknown>): Fault {
  refuseOthers(input, faultFields);
  const { hang, drop, target = "api" } = input;
  if (hang !== undefined && typeof hang !== "boolean") throw new ControlError("hang must be true or false");
  if (drop !== undefined && drop !== "before" && drop !== "after") {
    throw new ControlError('drop must be "before" or "after"');
  }
  if (target !== "api" && target !== "token") throw new ControlError('target must be "api" or "token"');
  const fault = {
    times: readNumber(input, "times", 1, 1_000_000),
    forMs: readNumber(input, "forMs", 1, 86_400_000),
    status: readNumber(input, "status", 400, 599),
    retryAfter: readNumber(input, "retryAfter", 0, 86_400),
    delayMs: readNumber(input, "delayMs", 0, 600_000),
    method: readText(input, "method"),
    path: readText(input, "path"),
    code: readText(input, "code"),
    message: readText(input, "message"),
    hang,
    drop,
    target,
  } as const;
  if (fault.status === undefined && fault.delayMs === undefined && !hang && drop === undefined) {
    throw new ControlError("a fault needs one of status, delayMs, hang and drop");
  }
  return fault;
}

function readNumber(
  input: Record<string, unknown>,
  name: string,
  min: number,
  max: number,
): number | undefined {
  const value = input[name];
  if (value === undefined) return undefined;
  if (typeof value !== "number" || !Number.isInteger(value) || value < min || value > max) {
    throw new ControlError(`${name} must be a whole number from ${min} to ${max}`);
  }
  return value;
}

function readText(input: Record<string, unknown>, name: string): string | undefined {
  const value = input[name];
  if (value !== undefined && typeof value !== "string") throw new ControlError(`${name} must be a text`);
  return value;
}

function readNames(input: Record<string, unknown>, name: string): string[] {
  const value = input[name] ?? [];
  if (!Array.isArray(value) || !value.every((one) => typeof one === "string")) {
    throw new ControlError(`${name} must be a list of privilege names`);
  }
  return value;
}

function refuseOthers(input: Record<string, unknown>, known: readonly string[]): void {
  const other = Object.keys(input).find((name) => !known.includes(name));
  if (other !== undefined) throw new ControlError(`${other} is unknown; known are ${known.join(", ")}`);
}

function readObject(body: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new ControlError("the body must be JSON");
  }
  if (!isJsonObject(value)) throw new ControlError("the body must be a JSON object");
  return value;
}

function json(status: number, body: unknown): ApiReply {
  return {
    status,
    headers: { "Content-Type": "application/json; charset=utf-8" },
    body: JSON.stringify(body),
  };
}

function nothing(): ApiReply {
  return { status: 204, headers: {} };
}
