/** The claims that Dataverse demands of the next token when it revokes one (continuous access evaluation). */

/**
 * Reads the claims from the WWW-Authenticate header of a 401, as the JSON to send with the sign-in; undefined where there
 * are none that can be read: then the next token is acquired without.
 */
export function claimsOf(challenge: string | undefined): string | undefined {
  if (challenge === undefined || !/\berror="?insufficient_claims"?/i.test(challenge)) return undefined;
  const encoded = /\bclaims="?([\w+/=-]+)/i.exec(challenge)?.[1] ?? "";
  try {
    const json = Buffer.from(encoded, "base64").toString("utf8");
    const claims: unknown = JSON.parse(json);
    return typeof claims === "object" && claims !== null && !Array.isArray(claims) ? json : undefined;
  } catch {
    return undefined;
  }
}
