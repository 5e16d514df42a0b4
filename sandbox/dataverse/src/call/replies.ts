import { preferences, type ApiReply, type ApiRequest } from "../transport/http.ts";
import {
  metadataLevel,
  withoutControlInformation,
  type MetadataLevel,
} from "../odata/control-information.ts";
import type { View } from "../odata/run.ts";
import type { Session } from "./session.ts";

export function jsonReply(status: number, body: unknown, headers: Record<string, string> = {}): ApiReply {
  return {
    status,
    headers: { ...headers, "Content-Type": jsonType("minimal") },
    body: JSON.stringify(body),
  };
}

/** JSON at the level the caller accepts. */
export function atLevel(level: MetadataLevel, reply: ApiReply): ApiReply {
  const type = reply.headers["Content-Type"];
  if (level === "minimal" || reply.body === undefined || type !== jsonType("minimal")) return reply;
  const body =
    level === "full" ? reply.body : JSON.stringify(withoutControlInformation(JSON.parse(reply.body)));
  return { ...reply, headers: { ...reply.headers, "Content-Type": jsonType(level) }, body };
}

function jsonType(level: MetadataLevel): string {
  return `application/json; odata.metadata=${level}`;
}

export function noContent(headers: Record<string, string> = {}): ApiReply {
  return { status: 204, headers };
}

/** The header that tells which preferences were followed. */
export function applied(wishes: readonly (string | undefined)[]): Record<string, string> {
  const followed = wishes.filter((wish) => wish !== undefined);
  return followed.length === 0 ? {} : { "Preference-Applied": followed.join("; ") };
}

export function annotationsWish({ annotations }: Pick<View, "annotations">): string | undefined {
  return annotations === undefined ? undefined : `odata.include-annotations="${annotations}"`;
}

export function viewOf(session: Session, request: ApiRequest): View {
  return {
    model: session.model,
    store: session.store,
    caller: session.caller,
    now: session.now,
    serviceRoot: session.serviceRoot,
    annotations: preferences(request.headers).get("odata.include-annotations"),
    level: metadataLevel(request.headers.accept),
    requireRead: (table) => session.privileges.require("Read", table, session.caller),
    readFilter: (table) => session.privileges.readFilter(table, session.caller),
  };
}
