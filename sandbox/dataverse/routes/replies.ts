import { preferences, type ApiReply, type ApiRequest } from "../http.ts";
import type { View } from "../odata/run.ts";
import type { Session } from "../session.ts";

export function jsonReply(status: number, body: unknown, headers: Record<string, string> = {}): ApiReply {
  return {
    status,
    headers: { ...headers, "Content-Type": "application/json; odata.metadata=minimal" },
    body: JSON.stringify(body),
  };
}

export function noContent(headers: Record<string, string> = {}): ApiReply {
  return { status: 204, headers };
}

export function viewOf(session: Session, request: ApiRequest): View {
  return {
    model: session.model,
    store: session.store,
    annotations: preferences(request.headers).get("odata.include-annotations"),
    requireRead: (table) => session.privileges.require("Read", table, session.caller),
  };
}
