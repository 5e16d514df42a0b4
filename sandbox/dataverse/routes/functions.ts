import { methodNotAllowed, unknownSegment } from "../errors/addresses.ts";
import type { ApiReply, ApiRequest } from "../http.ts";
import { tablesOf } from "../metadata.ts";
import type { Session } from "../session.ts";
import { organizationId, rootBusinessUnitId } from "../identity.ts";
import { jsonReply } from "./replies.ts";

const functions: Readonly<Record<string, (session: Session) => Record<string, unknown>>> = {
  WhoAmI: (session) => ({
    BusinessUnitId: rootBusinessUnitId,
    UserId: session.caller,
    OrganizationId: organizationId,
  }),
  RetrieveVersion: () => ({ Version: "9.2.25063.00180" }),
};

export function handleFunction(session: Session, name: string, request: ApiRequest): ApiReply {
  const answer = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!answer) throw unknownSegment(name.slice(0, 100));
  if (request.method !== "GET") throw methodNotAllowed(request.method);
  const context = `${session.serviceRoot}$metadata#Microsoft.Dynamics.CRM.${name}Response`;
  return jsonReply(200, { "@odata.context": context, ...answer(session) });
}

/** The service document: the entity sets by name. */
export function handleServiceDocument(session: Session, request: ApiRequest): ApiReply {
  if (request.method !== "GET") throw methodNotAllowed(request.method);
  return jsonReply(200, {
    "@odata.context": `${session.serviceRoot}$metadata`,
    value: tablesOf(session.model).map((table) => ({
      name: table.entitySet,
      kind: "EntitySet",
      url: table.entitySet,
    })),
  });
}
