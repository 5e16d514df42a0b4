import { preferences, type ApiReply, type ApiRequest } from "../transport/http.ts";
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

/** The header that tells which preferences were followed. */
export function applied(wishes: readonly (string | undefined)[]): Record<string, string> {
  const followed = wishes.filter((wish) => wish !== undefined);
  return followed.length === 0 ? {} : { "Preference-Applied": followed.join("; ") };
}

export function viewOf(session: Session, request: ApiRequest): View {
  return {
    model: session.model,
    store: session.store,
    caller: session.caller,
    now: session.now,
    serviceRoot: session.serviceRoot,
    annotations: preferences(request.headers).get("odata.include-annotations"),
    requireRead: (table) => session.privileges.require("Read", table, session.caller),
    readFilter: (table) => session.privileges.readFilter(table, session.caller),
  };
}
