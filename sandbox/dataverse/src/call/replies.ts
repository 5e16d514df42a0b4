import { DataverseError, unexpected } from "../errors/dataverse-error.ts";
import { withoutControlInformation, type MetadataLevel } from "../odata/control-information.ts";
import type { QueryOptions } from "../odata/query.ts";
import { wantsAnnotation } from "../odata/render.ts";
import type { View } from "../odata/run.ts";
import { preferences, type ApiReply, type ApiRequest } from "../transport/http.ts";

/** A reply with a JSON body, at the minimal metadata level. */
export function jsonReply(status: number, body: unknown, headers: Record<string, string> = {}): ApiReply {
  return {
    status,
    headers: { ...headers, "Content-Type": jsonType("minimal") },
    body: JSON.stringify(body),
  };
}

/** 200 with a bare value: a $count or a $value. */
export function textReply(value: string | number | boolean): ApiReply {
  return { status: 200, headers: { "Content-Type": "text/plain" }, body: String(value) };
}

/** 204, with no body. */
export function noContent(headers: Record<string, string> = {}): ApiReply {
  return { status: 204, headers };
}

/**
 * The error envelope of the Web API. An error that is no DataverseError is printed, and answered as an
 * unexpected one.
 */
export function errorReply(error: unknown, request: Pick<ApiRequest, "headers">): ApiReply {
  const isKnown = error instanceof DataverseError;
  if (!isKnown) console.error(error);
  const known = isKnown ? error : unexpected();
  const include = preferences(request.headers).get("odata.include-annotations");
  const details = {
    "@Microsoft.PowerApps.CDS.ErrorDetails.HttpStatusCode": String(known.status),
    "@Microsoft.PowerApps.CDS.HelpLink": `http://go.microsoft.com/fwlink/?LinkID=398563&error=${known.code}&client=platform`,
    "@Microsoft.PowerApps.CDS.TraceText": "",
    "@Microsoft.PowerApps.CDS.InnerError.Message": known.message,
  };
  const wanted = Object.entries(details).filter(([name]) => wantsAnnotation(include, name.slice(1)));
  return jsonReply(
    known.status,
    { error: { code: known.code, message: known.message, ...Object.fromEntries(wanted) } },
    { ...known.headers },
  );
}

/** The same reply with its JSON at the metadata level that the caller accepts. */
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

/** The Preference-Applied header, which names the preferences that were followed; none if none was. */
export function applied(wishes: readonly (string | undefined)[]): Record<string, string> {
  const followed = wishes.filter((wish) => wish !== undefined);
  return followed.length === 0 ? {} : { "Preference-Applied": followed.join("; ") };
}

/** The preference for annotations as Preference-Applied repeats it. */
export function annotationsWish({ annotations }: Pick<View, "annotations">): string | undefined {
  return annotations === undefined ? undefined : `odata.include-annotations="${annotations}"`;
}

/** What @odata.context says of $select and $expand: (name,primarycontactid(fullname)); empty without them. */
export function selection({ select = [], expand }: Pick<QueryOptions, "select" | "expand">): string {
  const names = [...select, ...expand.map(({ name, options }) => name + (selection(options) || "()"))];
  return names.length > 0 ? `(${names.join(",")})` : "";
}
