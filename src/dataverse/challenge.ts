/** What Dataverse asks of the next token when it takes this one no longer (continuous access evaluation). */

/**
 * The claims of a 401's WWW-Authenticate as the JSON that the sign-in is to send; undefined where there are none,
 * or none that can be read: the next token is then acquired as ever.
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
