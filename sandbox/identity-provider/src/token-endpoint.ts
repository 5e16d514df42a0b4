import { createHash, randomBytes } from "node:crypto";
import { hasRepeated } from "./authorization-request.ts";
import { createIdToken } from "./id-token.ts";
import type { Provider } from "./provider.ts";

/** The answer of `POST /token`, a refusal too. */
export interface TokenAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: object;
}

/** Exchanges a code for an ID token, or says why not (RFC 6749 sections 4.1.3 and 5, RFC 7636 section 4.6). */
export async function answerTokenRequest(
  provider: Provider,
  form: URLSearchParams,
  authorization: string | undefined,
): Promise<TokenAnswer> {
  if (hasRepeated(form)) return refusal(400, "invalid_request", "a parameter is there twice");
  const credentials = readCredentials(form, authorization);
  const { client } = provider;
  if (credentials === "both") {
    return refusal(400, "invalid_request", "the secret is sent in two ways");
  }
  if (credentials?.id !== client.id || credentials.secret !== client.secret) {
    const headers = authorization === undefined ? {} : { "www-authenticate": "Basic" };
    return { ...refusal(401, "invalid_client", "unknown application or wrong secret"), headers };
  }
  if (form.get("grant_type") !== "authorization_code") {
    return refusal(400, "unsupported_grant_type", "only authorization_code is taken");
  }

  const grant = provider.codes.redeem(form.get("code") ?? "");
  if (grant === undefined) return refusal(400, "invalid_grant", "the code is unknown, used or too old");
  if (form.get("redirect_uri") !== grant.redirectUri) {
    return refusal(400, "invalid_grant", "redirect_uri is not the one the code was asked for with");
  }
  if (challengeOf(form.get("code_verifier") ?? "") !== grant.challenge) {
    return refusal(400, "invalid_grant", "code_verifier does not match the code_challenge");
  }
  return {
    status: 200,
    body: {
      token_type: "Bearer",
      access_token: randomBytes(32).toString("base64url"),
      expires_in: 3600,
      scope: grant.scope,
      id_token: await createIdToken(provider, grant),
    },
  };
}

function readCredentials(form: URLSearchParams, authorization: string | undefined) {
  const posted = form.get("client_secret");
  const basic = /^basic (?<encoded>\S+)$/iu.exec(authorization ?? "")?.groups?.["encoded"];
  if (basic === undefined) return { id: form.get("client_id"), secret: posted };
  if (posted !== null) return "both";
  // Each half is form-encoded before they are joined (RFC 6749 section 2.3.1).
  const [id = "", secret = ""] = Buffer.from(basic, "base64").toString("utf8").split(":", 2);
  return { id: formDecoded(id), secret: formDecoded(secret) };
}

function formDecoded(text: string): string | null {
  return new URLSearchParams(`text=${text}`).get("text");
}

function challengeOf(verifier: string): string {
  return createHash("sha256").update(verifier).digest("base64url");
}

function refusal(status: number, error: string, description: string): TokenAnswer {
  return { status, body: { error, error_description: description } };
}
