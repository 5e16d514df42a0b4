import { findOperation, type OperationAddress } from "../actions/address.ts";
import { operations } from "../actions/all.ts";
import { readActionArguments, readFunctionArguments } from "../actions/arguments.ts";
import type { Operation, UnboundCall } from "../actions/operation.ts";
import { noHttpResource, unknownSegment } from "../errors/addresses.ts";
import type { ApiReply } from "../transport/http.ts";
import { decode } from "../odata/query-string.ts";
import { parseTarget } from "../odata/target.ts";
import { requireRow } from "../rows/find.ts";
import type { Call } from "../call/call.ts";
import type { Session } from "../call/session.ts";
import { jsonReply, noContent } from "../call/replies.ts";

const byName = new Map<string, Operation[]>();
for (const operation of operations) {
  byName.set(operation.name, [...(byName.get(operation.name) ?? []), operation]);
}

/**
 * Calls the function or action that the path names, unbound or bound to a row or a set; undefined if it
 * names none.
 */
export function handleOperation(call: Call): ApiReply | undefined {
  const { session, path } = call;
  const address = findOperation(byName, path);
  if (!address) return undefined;
  const target = parseTarget(session.model, address.boundTo);
  const operation = address.operations.find((one) => isBoundTo(one, target));
  if (!operation) throw unknownSegment(path.slice(address.boundTo.length).replace(/^\//, "").slice(0, 100));
  if (call.method !== (operation.kind === "function" ? "GET" : "POST"))
    throw noHttpResource(session.serviceRoot + call.target);
  const values = readValues(call, operation, address);
  return reply(session, operation, run(operation, { ...call, values }, target));
}

type Target = ReturnType<typeof parseTarget>;

function isBoundTo(operation: Operation, target: Target): boolean {
  if (operation.boundTo === "nothing") return target.kind === "service";
  if (target.kind !== operation.boundTo) return false;
  return operation.table === undefined || operation.table === target.table.logicalName;
}

function readValues(call: Call, operation: Operation, address: OperationAddress): Record<string, unknown> {
  if (operation.kind === "function")
    return readFunctionArguments(operation, decode(address.source), call.options());
  if (address.source.trim() !== "") throw unknownSegment(operation.name);
  return readActionArguments(operation, call.body);
}

function run(operation: Operation, call: UnboundCall, target: Target): Record<string, unknown> | void {
  if (operation.boundTo === "row" && target.kind === "row") {
    const row = requireRow(call.session, target.table, target.key);
    return operation.run({ ...call, table: target.table, row });
  }
  if (operation.boundTo === "set" && target.kind === "set")
    return operation.run({ ...call, table: target.table });
  return operation.boundTo === "nothing" ? operation.run(call) : undefined;
}

function reply(session: Session, operation: Operation, answer: Record<string, unknown> | void): ApiReply {
  if (!answer || !operation.returns) return noContent();
  const type = operation.returns.type.replace("mscrm.", "Microsoft.Dynamics.CRM.");
  return jsonReply(200, { "@odata.context": `${session.serviceRoot}$metadata#${type}`, ...answer });
}
