/** The connection to Dataverse: its users, and requests forwarded on their behalf. */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Request, Response } from "express";
import type { User } from "./page/app/settings.ts";

/** The organisation behind the page, and the application that asks it on behalf of its users. */
export interface Dataverse {
  readonly url: string;
  readonly authorityHost: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What the server asks of Dataverse. */
export interface ConnectedDataverse {
  /** Those who may sign in: enabled users who are people. */
  users(): Promise<readonly User[]>;
  /** Forwards a Web API request as the user with that directory object id. */
  forward(request: Request, response: Response, objectId: string): Promise<void>;
}

/** Headers that are not forwarded: they name the caller, or belong to the browser's own connection. */
const droppedRequestHeaders = new Set(
  (
    "authorization callerobjectid mscrmcallerid cookie host origin referer connection keep-alive " +
    "transfer-encoding content-length expect upgrade accept-encoding"
  ).split(" "),
);
const forwardedResponseHeaders = [
  "content-type",
  "etag",
  "preference-applied",
  "retry-after",
  "odata-version",
  "allow",
];
const addressHeaders = ["odata-entityid", "location"];

/** Asks Dataverse with the application's token; addresses in its answers begin with `origin` instead of its own. */
export function connectDataverse(dataverse: Dataverse, origin: string): ConnectedDataverse {
  const token = createTokenSource(dataverse);

  async function users(): Promise<readonly User[]> {
    const query =
      "systemusers?$select=fullname,internalemailaddress,azureactivedirectoryobjectid" +
      "&$filter=isdisabled eq false and applicationid eq null&$orderby=fullname";
    const answer = await fetch(`${dataverse.url}/api/data/v9.2/${query}`, {
      headers: { Authorization: `Bearer ${await token()}`, Accept: "application/json" },
    });
    if (!answer.ok) throw new Error(`Dataverse answered ${answer.status} when asked who its users are`);
    const { value } = (await answer.json()) as { value: readonly Record<string, string | null>[] };
    return value.map((row) => ({
      id: row["systemuserid"] ?? "",
      objectId: row["azureactivedirectoryobjectid"] ?? "",
      name: row["fullname"] ?? "",
      email: row["internalemailaddress"] ?? "",
    }));
  }

  async function forward(request: Request, response: Response, objectId: string): Promise<void> {
    const headers = new Headers({ Authorization: `Bearer ${await token()}`, CallerObjectId: objectId });
    for (const [name, value] of Object.entries(request.headers)) {
      if (!droppedRequestHeaders.has(name) && typeof value === "string") headers.set(name, value);
    }
    const hasBody = request.method !== "GET" && request.method !== "HEAD";
    const answer = await fetch(`${dataverse.url}${request.originalUrl}`, {
      method: request.method,
      headers,
      redirect: "manual",
      ...(hasBody && { body: Readable.toWeb(request) as ReadableStream<Uint8Array>, duplex: "half" }),
    });
    response.status(answer.status);
    for (const name of forwardedResponseHeaders) {
      const value = answer.headers.get(name);
      if (value !== null) response.setHeader(name, value);
    }
    for (const name of addressHeaders) {
      const value = answer.headers.get(name);
      if (value !== null) response.setHeader(name, value.replace(dataverse.url, origin));
    }
    // The types of the DOM and of Node both describe this stream, differently.
    if (answer.body) await pipeline(answer.body as unknown as AsyncIterable<Uint8Array>, response);
    else response.end();
  }

  return { users, forward };
}

/** Returns the application's token, and gets a new one a minute before it expires. */
function createTokenSource(dataverse: Dataverse): () => Promise<string> {
  let held: { readonly text: string; readonly untilMs: number } | undefined;
  return async () => {
    if (held && Date.now() < held.untilMs) return held.text;
    const answer = await fetch(`${dataverse.authorityHost}/${dataverse.tenantId}/oauth2/v2.0/token`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: dataverse.clientId,
        client_secret: dataverse.clientSecret,
        scope: `${dataverse.url}/.default`,
      }),
    });
    if (!answer.ok) throw new Error(`no token for the application: its tenant answered ${answer.status}`);
    const { access_token, expires_in } = (await answer.json()) as {
      access_token: string;
      expires_in: number;
    };
    held = { text: access_token, untilMs: Date.now() + (expires_in - 60) * 1000 };
    return held.text;
  };
}
