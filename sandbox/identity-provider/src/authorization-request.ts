import type { Client } from "./provider.ts";

/** What the application asks for at /authorize, checked. */
export interface AuthorizationRequest {
  readonly redirectUri: string;
  readonly state: string | undefined;
  readonly scope: string;
  /** The code_challenge by S256 (RFC 7636). */
  readonly challenge: string;
  readonly nonce: string | undefined;
  readonly loginHint: string;
  readonly prompt: readonly string[];
  readonly maxAgeS: number | undefined;
}

/** The values of `prompt` that are accepted. `consent` is not, as the one application is the bank's own. */
export const promptValues: readonly string[] = ["none", "login", "select_account"];

/**
 * A request as it was read. `page`: the problem is shown here, as the redirect_uri cannot be trusted. `redirect`: the
 * browser takes the error to the application (RFC 6749 section 4.1.2.1).
 */
export type ReadRequest =
  | { readonly kind: "good"; readonly request: AuthorizationRequest }
  | { readonly kind: "page"; readonly problem: string }
  | { readonly kind: "redirect"; readonly to: string };

/** Checks the query of /authorize; the first thing that is wrong is answered. */
export function readAuthorizationRequest(query: URLSearchParams, client: Client): ReadRequest {
  const get = (name: string) => query.get(name) ?? undefined;
  if (hasRepeated(query)) return { kind: "page", problem: "A parameter of the request is there twice." };
  if (get("client_id") !== client.id) {
    return { kind: "page", problem: "client_id names no application that is registered here." };
  }
  const redirectUri = get("redirect_uri") ?? "";
  if (!client.redirectUris.includes(redirectUri)) {
    return { kind: "page", problem: "redirect_uri is none of those registered for the application." };
  }

  const state = get("state");
  const refuse = (error: string, description: string): ReadRequest => ({
    kind: "redirect",
    to: addToUri(redirectUri, { error, error_description: description, state }),
  });
  const challenge = get("code_challenge") ?? "";
  const scope = get("scope") ?? "";
  if (get("response_type") !== "code") return refuse("unsupported_response_type", "only code is given");
  if ((get("response_mode") ?? "query") !== "query") {
    return refuse("invalid_request", "response_mode can only be query");
  }
  if (!scope.split(" ").includes("openid")) return refuse("invalid_scope", "scope must hold openid");
  if (get("code_challenge_method") !== "S256" || !/^[\w-]{43}$/u.test(challenge)) {
    return refuse("invalid_request", "code_challenge with code_challenge_method S256 is required");
  }
  const loginHint = get("login_hint") ?? "";
  const nonce = get("nonce");
  const prompt = (get("prompt") ?? "").split(" ").filter(Boolean);
  if (!prompt.every((value) => promptValues.includes(value))) {
    return refuse("invalid_request", `prompt can be ${promptValues.join(", ")}`);
  }
  if (prompt.includes("none") && prompt.length > 1) {
    return refuse("invalid_request", "prompt cannot be none and something else");
  }
  const maxAge = get("max_age");
  if (maxAge !== undefined && !/^\d{1,9}$/u.test(maxAge)) {
    return refuse("invalid_request", "max_age must be a number of seconds");
  }
  const maxAgeS = maxAge === undefined ? undefined : Number(maxAge);
  return {
    kind: "good",
    request: { redirectUri, state, scope, challenge, nonce, loginHint, prompt, maxAgeS },
  };
}

/** Adds query parameters to a URI, beside those it has; undefined ones are left out. */
export function addToUri(uri: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const url = new URL(uri);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.append(name, value);
  }
  return url.href;
}

/** Whether a parameter is there more than once, which RFC 6749 sections 3.1 and 3.2 forbid. */
export function hasRepeated(parameters: URLSearchParams): boolean {
  const names = [...parameters.keys()];
  return new Set(names).size < names.length;
}
