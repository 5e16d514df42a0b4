import { hostOf, type ApiReply } from "../transport/http.ts";
import { tenantId } from "../identity.ts";
import type { Application, Applications } from "./applications.ts";
import { checkAssertion } from "./assertion.ts";
import { declaresChallenges, notBefore, readClaims } from "./claims.ts";
import {
  badScope,
  missingParameter,
  neverStored,
  noCredential,
  notPosted,
  refusalReply,
  SignInError,
  unknownApplication,
  unknownResource,
  unknownTenant,
  unsupportedGrant,
  wrongSecret,
} from "./refusals.ts";
import type { Tokens, Wish } from "./tokens.ts";

/** A request to the token endpoint. */
export interface TokenRequest {
  readonly method: string;
  readonly tenant: string;
  /** Whether the path is /{tenant}/oauth2/token, which takes a resource instead of a scope. */
  readonly isVersion1: boolean;
  /** Scheme and host that the request was sent to, as its sender spelt them. */
  readonly origin: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

interface Registry {
  readonly applications: Applications;
  readonly tokens: Tokens;
}

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** Answers a request for a token by client credentials. */
export async function handleToken(registry: Registry, request: TokenRequest): Promise<ApiReply> {
  try {
    return answer(registry.tokens, await grant(registry, request), request.isVersion1);
  } catch (error) {
    if (error instanceof SignInError) return refusalReply(error, new Date());
    throw error;
  }
}

async function grant({ applications }: Registry, request: TokenRequest): Promise<Wish> {
  if (request.method !== "POST") throw notPosted();
  const form = new URLSearchParams(request.body);
  if (request.tenant.toLowerCase() !== tenantId) throw unknownTenant(request.tenant);
  const kind = form.get("grant_type");
  if (kind === null) throw missingParameter("grant_type");
  if (kind !== "client_credentials") throw unsupportedGrant(kind);
  const basic = readBasic(request.authorization);
  const clientId = form.get("client_id") ?? basic?.id;
  if (clientId === undefined) throw missingParameter("client_id");
  const application = applications.find(clientId);
  if (!application) throw unknownApplication(clientId, request.tenant);
  const proof = await checkProof(application, form, basic?.secret, request);
  const resource = readResource(form, request);
  const claims = readClaims(form.get("claims") ?? "");
  return {
    clientId: application.clientId,
    resource,
    proof,
    notBefore: notBefore(claims),
    isChallengeable: declaresChallenges(claims),
  };
}

/**
 * Reads client id and secret from an Authorization header. RFC 6749, section 2.3.1: both are form-encoded,
 * then joined.
 */
function readBasic(authorization: string | undefined): { id: string; secret: string } | undefined {
  const encoded = /^Basic +([\w+/=-]+)$/i.exec(authorization ?? "")?.[1];
  if (encoded === undefined) return undefined;
  const [id = "", ...rest] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  const decoded = new URLSearchParams(`id=${id}&secret=${rest.join(":")}`);
  return { id: decoded.get("id") ?? "", secret: decoded.get("secret") ?? "" };
}

async function checkProof(
  application: Application,
  form: URLSearchParams,
  basicSecret: string | undefined,
  { origin, tenant }: TokenRequest,
): Promise<Wish["proof"]> {
  const assertion = form.get("client_assertion");
  if (assertion !== null) {
    if (form.get("client_assertion_type") !== assertionType) throw missingParameter("client_assertion_type");
    return await checkAssertion(application, assertion, audiencesOf(origin, tenant));
  }
  const secret = form.get("client_secret") ?? basicSecret;
  if (secret === undefined) throw noCredential();
  if (!application.secrets.includes(secret)) throw wrongSecret(application.clientId);
  return "secret";
}

/** The audiences that an assertion may have: the token endpoint, by any name of this host. */
function audiencesOf(origin: string, tenant: string): string[] {
  return hostsLike(hostOf(origin)).flatMap((host) =>
    ["http", "https"].flatMap((scheme) =>
      ["/oauth2/v2.0/token", "/oauth2/token", "/v2.0", "/", ""].map((path) =>
        `${scheme}://${host}/${tenant}${path}`.toLowerCase(),
      ),
    ),
  );
}

/** The names of this host: the one that the caller used, and the loopback names with its port. */
function hostsLike(host: string): string[] {
  const port = /:\d+$/.exec(host)?.[0] ?? "";
  return [host.toLowerCase(), ...["localhost", "127.0.0.1", "[::1]"].map((name) => name + port)];
}

function readResource(form: URLSearchParams, { isVersion1, origin, tenant }: TokenRequest): string {
  const scope = form.get("scope") ?? "";
  const [first = ""] = scope.split(" ");
  const named = isVersion1 ? form.get("resource") : /^(.+?)\/\.default$/.exec(first)?.[1];
  if (isVersion1 && named === null) throw missingParameter("resource");
  if (!isVersion1 && scope === "") throw missingParameter("scope");
  if (named === undefined || named === null) throw badScope(scope);
  const host = /^https?:\/\/([^/?#]+)\/*$/i.exec(named)?.[1]?.toLowerCase();
  if (host === undefined || !hostsLike(hostOf(origin)).includes(host)) throw unknownResource(named, tenant);
  return named;
}

/** The response with a new token. Version 1 has numbers as texts, and more properties. */
function answer(tokens: Tokens, wish: Wish, isVersion1: boolean): ApiReply {
  const seconds = tokens.lifetimeSeconds();
  const token = tokens.issue(wish);
  const now = Math.floor(Date.now() / 1000);
  const body = isVersion1
    ? {
        token_type: "Bearer",
        expires_in: String(seconds),
        ext_expires_in: String(seconds),
        expires_on: String(now + seconds),
        not_before: String(now),
        resource: wish.resource,
        access_token: token,
      }
    : { token_type: "Bearer", expires_in: seconds, ext_expires_in: seconds, access_token: token };
  return { status: 200, headers: neverStored, body: JSON.stringify(body) };
}
