/** The judge: openid-client, as an application that has people sign in with the stand-in. */
import * as oidc from "openid-client";
import { startIdentityProvider, type IdentityProvider, type IdentityProviderOptions } from "../src/server.ts";

export const redirectUri = "https://appointments.bank.test/pane/login/callback";
export const lena = {
  email: "lena.fox@example.com",
  name: "Lena Fox",
  oid: "0f000000-0000-4000-8000-000000000034",
  password: "correct horse",
};

export function startProvider(options: Partial<IdentityProviderOptions> = {}): Promise<IdentityProvider> {
  return startIdentityProvider({
    clientId: "coconut-dynamics",
    clientSecret: "a secret: with a colon & more",
    redirectUris: [redirectUri],
    users: [lena],
    ...options,
  });
}

export interface Attempt {
  readonly authorizeUrl: URL;
  /** What the page's form does, from where the browser has been sent. */
  submit(fields: Readonly<Record<string, string>>): Promise<Response>;
  /** Takes the address the browser was sent back to, and has the judge make tokens of it. */
  redeem(callback: string | null): ReturnType<typeof oidc.authorizationCodeGrant>;
}

export async function attempt(
  { issuer, clientId, clientSecret }: IdentityProvider,
  options: {
    authentication?: oidc.ClientAuth;
    parameters?: Readonly<Record<string, string>>;
    /** Seconds: asked for, and held against the time that the token names. */
    maxAge?: number;
  } = {},
): Promise<Attempt> {
  const { authentication = oidc.ClientSecretPost(clientSecret) } = options;
  const config = await oidc.discovery(new URL(issuer), clientId, clientSecret, authentication, {
    execute: [oidc.allowInsecureRequests],
    // Seconds; how long a busy machine may take.
    timeout: 60,
  });
  // The answer comes over a connection of its own; only signatures prove who wrote it where that is not to be trusted.
  oidc.enableNonRepudiationChecks(config);
  const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
  const expectedState = oidc.randomState();
  const expectedNonce = oidc.randomNonce();
  const authorizeUrl = oidc.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: "openid profile email",
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: "S256",
    state: expectedState,
    nonce: expectedNonce,
    ...(options.maxAge !== undefined && { max_age: String(options.maxAge) }),
    ...options.parameters,
  });
  return {
    authorizeUrl,
    submit: (fields) =>
      fetch(authorizeUrl, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" }),
    redeem: (callback) =>
      oidc.authorizationCodeGrant(config, new URL(callback ?? ""), {
        pkceCodeVerifier,
        expectedState,
        expectedNonce,
        idTokenExpected: true,
        ...(options.maxAge !== undefined && { maxAge: options.maxAge }),
      }),
  };
}

export function signIn(one: Attempt, { email, password } = lena): Promise<Response> {
  return one.submit({ email, password, action: "sign-in" });
}
