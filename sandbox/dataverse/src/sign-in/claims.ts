// Reads the claims parameter of a token request.

import { badClaims } from "./refusals.ts";
import { parseJson, isJsonObject } from "../transport/json-text.ts";

type Claims = Readonly<Record<string, unknown>>;

/**
 * The part of a claims parameter that is about the access token.
 * @throws SignInError if it is no JSON object
 */
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

/** Whether the client declares that it can answer claims challenges: the capability cp1. */
export function declaresChallenges(claims: Claims): boolean {
  const capabilities = claims.xms_cc;
  return (
    isJsonObject(capabilities) && Array.isArray(capabilities.values) && capabilities.values.includes("cp1")
  );
}

/** The time in seconds since 1970 that a claims challenge named and the request repeats; 0 without one. */
export function notBefore(claims: Claims): number {
  return isJsonObject(claims.nbf) ? Number(claims.nbf.value) || 0 : 0;
}
