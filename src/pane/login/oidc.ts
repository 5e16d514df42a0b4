/** Login by OpenID Connect: authorization code flow with PKCE, state and nonce, on the server (OpenID Connect Core 3.1). */
import {
  allowInsecureRequests,
  AuthorizationResponseError,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientError,
  type Configuration,
  customFetch,
  type CustomFetch,
  discovery,
  enableNonRepudiationChecks,
  type IDToken,
  randomNonce,
  randomPKCECodeVerifier,
  ResponseBodyError,
} from "openid-client";
import { type Dispatcher, fetch, type RequestInit } from "undici";
import { guidPattern } from "../../appointments/row-ref.ts";
import { LoginUnavailableError, type SsoLogin, type VerifiedPerson } from "./methods.ts";

/** `dispatcher` must limit the size of answers. */
export interface OidcLoginOptions {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where the provider sends the browser back to. */
  readonly redirectUri: string;
  readonly dispatcher: Dispatcher;
}

const timeoutSeconds = 10;

/** The provider's metadata is fetched at the first login. */
export function createOidcLogin(options: OidcLoginOptions): SsoLogin {
  const { clientId, clientSecret, redirectUri, dispatcher } = options;
  // Node's own fetch has no limit for the size of an answer; the dispatcher has.
  const bounded: CustomFetch = async (address, request) => {
    // The types of undici's fetch and of Node's own differ in what openid-client does not use.
    const answer: unknown = await fetch(address, { ...(request as RequestInit), dispatcher });
    return answer as Response;
  };
  const issuer = new URL(options.issuer);
  let provider: Promise<Configuration> | undefined;

  /** Fetches the provider's metadata once, and again after a failure. @throws LoginUnavailableError */
  async function discover(): Promise<Configuration> {
    // The settings allow plain http for loopback addresses only.
    const execute = issuer.protocol === "http:" ? [allowInsecureRequests] : [];
    provider ??= discovery(issuer, clientId, clientSecret, undefined, {
      execute: [...execute, enableNonRepudiationChecks],
      timeout: timeoutSeconds,
      [customFetch]: bounded,
    });
    try {
      return await provider;
    } catch (cause) {
      provider = undefined;
      throw new LoginUnavailableError("the identity provider did not answer", { cause });
    }
  }

  return {
    kind: "sso",
    async begin(state, hint) {
      const configuration = await discover();
      const pending = { state, nonce: randomNonce(), codeVerifier: randomPKCECodeVerifier() };
      const address = buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: "openid email profile",
        state,
        nonce: pending.nonce,
        code_challenge: await calculatePKCECodeChallenge(pending.codeVerifier),
        code_challenge_method: "S256",
        ...(hint !== "" && { login_hint: hint }),
      });
      return { address, pending };
    },

    async finish(query, { state, nonce, codeVerifier }) {
      const configuration = await discover();
      const address = new URL(redirectUri);
      address.search = query;
      try {
        const tokens = await authorizationCodeGrant(configuration, address, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: codeVerifier,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        return (claims && personOf(claims)) ?? "refused";
      } catch (error) {
        return outcomeOf(error);
      }
    },
  };
}

function outcomeOf(error: unknown): "cancelled" | "refused" {
  if (error instanceof AuthorizationResponseError) {
    return error.error === "access_denied" ? "cancelled" : "refused";
  }
  // The provider refused the code, or its tokens are not valid.
  if (error instanceof ResponseBodyError || (error instanceof ClientError && isAboutTokens(error))) {
    return "refused";
  }
  throw new LoginUnavailableError("the identity provider did not answer", { cause: error });
}

/** Whether the tokens are at fault, not the provider's health. (A lost connection is a TypeError.) */
function isAboutTokens({ code }: ClientError): boolean {
  return !["OAUTH_TIMEOUT", "OAUTH_ABORT", "OAUTH_RESPONSE_IS_NOT_CONFORM"].includes(code ?? "");
}

/**
 * The person of an id token; undefined without an e-mail address, or where the provider says that it is not verified.
 * Entra may have the address in `preferred_username` only; other providers let people choose that name themselves.
 */
function personOf(claims: IDToken): VerifiedPerson | undefined {
  const { email, email_verified: isVerified = true, preferred_username: name, oid } = claims;
  if (isVerified !== true && isVerified !== "true") return undefined;
  const objectId = asGuid(oid);
  const given = asEmail(email) ?? (objectId && asEmail(name));
  if (!given) return undefined;
  return { email: given, ...(objectId && { objectId }) };
}

function asEmail(claim: unknown): string | undefined {
  return typeof claim === "string" && /^[^\s@]{1,64}@[^\s@]{1,189}$/.test(claim) ? claim : undefined;
}

function asGuid(claim: unknown): string | undefined {
  const id = typeof claim === "string" ? claim.toLowerCase() : "";
  return guidPattern.test(id) ? id : undefined;
}
