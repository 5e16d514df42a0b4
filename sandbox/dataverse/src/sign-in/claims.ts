import { badClaims } from "./refusals.ts";
import { parseJson, isJsonObject } from "../transport/json-text.ts";

type Claims = Readonly<Record<string, unknown>>;

/** The claims parameter of a token request, as far as it is about the access token. @throws SignInError */
export function readClaims(text: string): Claims {
  if (text === "") return {};
  let value: unknown;
  try {
    value = parseJson(text);
  } catch {
    throw badClaims();
  }
  if (!isJsonObject(value)) throw badClaims();
  return isJsonObject(value.access_token) ? value.access_token : {};
}

/** cp1: the client can answer claims challenges. */
export function declaresChallenges(claims: Claims): boolean {
  const capabilities = claims.xms_cc;
  return (
    isJsonObject(capabilities) && Array.isArray(capabilities.values) && capabilities.values.includes("cp1")
  );
}

/** The moment since which the token must have been asked for, if the request said so; 0 otherwise. */
export function notBefore(claims: Claims): number {
  return isJsonObject(claims.nbf) ? Number(claims.nbf.value) || 0 : 0;
}
