import { metadataLevel } from "../odata/control-information.ts";
import { parseQueryString } from "../odata/query-string.ts";
import type { View } from "../odata/run.ts";
import { preferences, type ApiRequest } from "../transport/http.ts";
import type { Session } from "./session.ts";

/** One operation on the API, read once: who asks, what it addresses, and how it wants to be answered. */
export interface Call extends ApiRequest {
  readonly session: Session;
  /** What follows the service root, without the query, still percent-encoded. */
  readonly path: string;
  /** What the Prefer header asks for, by name in lower case. */
  readonly preferences: ReadonlyMap<string, string>;
  /**
   * The options of the query string by name, decoded. They are parsed when they are first read, because a refusal of
   * the address or of the caller comes before a refusal of the query, and some operations ignore the query.
   * @throws DataverseError if an option is repeated or its percent-encoding is malformed
   */
  readonly options: () => ReadonlyMap<string, string>;
}

/** Reads a request for the session it runs in. */
export function createCall(session: Session, request: ApiRequest): Call {
  const [path = "", query = ""] = request.target.split(/\?([^]*)/);
  let options: ReadonlyMap<string, string> | undefined;
  return {
    ...request,
    session,
    path,
    preferences: preferences(request.headers),
    options: () => (options ??= parseQueryString(query)),
  };
}

/** What the caller may read, and which annotations and metadata the answer has. */
export function viewOf({ session, headers, preferences: wishes }: Call): View {
  return {
    model: session.model,
    store: session.store,
    caller: session.caller,
    now: session.now,
    serviceRoot: session.serviceRoot,
    annotations: wishes.get("odata.include-annotations"),
    level: metadataLevel(headers.accept),
    requireRead: (table) => session.privileges.require("Read", table, session.caller),
    readFilter: (table) => session.privileges.readFilter(table, session.caller),
  };
}
