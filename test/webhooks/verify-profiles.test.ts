/** The other signature profiles, and the settings that are refused. */
import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { verifyDelivery } from "../../src/webhooks/verify.ts";
import { type ProfileSettings, readProfile } from "../helpers/webhook-profile.ts";

const secret = "a-shared-secret-of-some-length";
const other = "another-secret-of-some-length";
const rawBody = Buffer.from('{"event":"appointment.created","name":"Zoë"}', "utf8");
const now = new Date("2026-03-04T15:00:05Z");
const seconds = String(now.getTime() / 1000);

function verify(settings: ProfileSettings, headers: Record<string, string | string[]>) {
  return verifyDelivery(readProfile(settings), { headers, rawBody, now });
}

function hmac(key: string, content: string, algorithm = "sha256") {
  return createHmac(algorithm, key).update(content).update(rawBody);
}

function basic(credentials: string) {
  return { authorization: `Basic ${Buffer.from(credentials).toString("base64")}` };
}

/** What an operator is told, or "accepted". */
function refusal(settings: ProfileSettings): string {
  try {
    readProfile(settings);
  } catch (error) {
    return String(error);
  }
  return "accepted";
}

describe("the laravel profile", () => {
  const settings = { PROFILE: "laravel", SECRETS: secret };

  test("accepts the hex signature of the body, in either case, and knows no signed id", () => {
    const signature = hmac(secret, "").digest("hex");
    expect(verify(settings, { signature, "webhook-id": "msg_1" })).toEqual({ ok: true });
    expect(verify(settings, { signature: signature.toUpperCase() })).toEqual({ ok: true });
  });

  test("refuses another secret, an empty and a missing signature", () => {
    const signature = hmac(other, "").digest("hex");
    expect(verify(settings, { signature })).toMatchObject({ reason: "bad_signature" });
    expect(verify(settings, { signature: "" })).toMatchObject({ reason: "missing_credentials" });
    expect(verify(settings, {})).toMatchObject({ reason: "missing_credentials" });
  });

  test("is the hmac profile's default", () => {
    const signature = hmac(secret, "").digest("hex");
    expect(verify({ PROFILE: "hmac", SECRETS: `${other} ${secret}` }, { signature })).toEqual({ ok: true });
  });
});

describe("the hmac profile", () => {
  const settings = {
    PROFILE: "hmac",
    SECRETS: secret,
    HEADER: "X-Coconut-Signature",
    ALGORITHM: "sha512",
    ENCODING: "base64",
    PREFIX: "sha512=",
    SIGNED_CONTENT: "{id}.{timestamp}.{body}",
    TIMESTAMP_HEADER: "X-Time",
    ID_HEADER: "X-Id",
    TOLERANCE_SECONDS: "60",
  };
  const signature = hmac(secret, `d-1.${seconds}.`, "sha512").digest("base64");
  const headers = { "x-coconut-signature": `sha512=${signature}`, "x-time": seconds, "x-id": "d-1" };

  test("accepts a signature over id, time and body", () => {
    expect(verify(settings, headers)).toEqual({ ok: true, signedId: "d-1" });
  });

  test("refuses another id, another time, and a signature without its prefix", () => {
    expect(verify(settings, { ...headers, "x-id": "d-2" })).toMatchObject({ reason: "bad_signature" });
    expect(verify(settings, { ...headers, "x-time": "1" })).toMatchObject({ reason: "bad_signature" });
    const bare = { ...headers, "x-coconut-signature": signature };
    expect(verify(settings, bare)).toMatchObject({ reason: "malformed" });
  });

  test("keeps to its tolerance where a time is signed", () => {
    const time = String(Number(seconds) - 61);
    const timed = {
      ...settings,
      SIGNED_CONTENT: "{timestamp}.{body}",
      ID_HEADER: "",
      TOLERANCE_SECONDS: "60",
    };
    const old = `sha512=${hmac(secret, `${time}.`, "sha512").digest("base64")}`;
    const delivery = { "x-coconut-signature": old, "x-time": time };
    expect(verify(timed, delivery)).toMatchObject({ ok: false, reason: "too_old" });
    expect(verify({ ...timed, TOLERANCE_SECONDS: "61" }, delivery)).toEqual({ ok: true });
  });

  test("does not find inherited values for a header named like one", () => {
    const odd = { PROFILE: "hmac", SECRETS: secret, HEADER: "constructor" };
    expect(verify(odd, {})).toMatchObject({ reason: "missing_credentials" });
  });
});

describe("the token profile", () => {
  test("accepts a bearer token, whatever the case of its scheme", () => {
    const settings = { PROFILE: "token", SECRETS: `${other} ${secret}` };
    expect(verify(settings, { authorization: `Bearer ${secret}` })).toEqual({ ok: true });
    expect(verify(settings, { authorization: `bearer ${other}` })).toEqual({ ok: true });
    expect(verify(settings, { authorization: `Bearer ${secret}x` })).toMatchObject({
      reason: "bad_signature",
    });
    expect(verify(settings, { authorization: secret })).toMatchObject({ reason: "malformed" });
    expect(verify(settings, { authorization: "Bearer " })).toMatchObject({ ok: false });
    expect(verify(settings, {})).toMatchObject({ reason: "missing_credentials" });
  });

  test("accepts a static header", () => {
    const settings = { PROFILE: "token", SECRETS: secret, HEADER: "X-Api-Key" };
    expect(verify(settings, { "x-api-key": secret })).toEqual({ ok: true });
    expect(verify(settings, { "x-api-key": secret.toUpperCase() })).toMatchObject({
      reason: "bad_signature",
    });
    expect(verify(settings, { "x-api-key": [secret, secret] })).toMatchObject({ reason: "malformed" });
  });
});

describe("the basic profile", () => {
  const settings = { PROFILE: "basic", SECRETS: "coconut:pässword-with-16+ coconut:the-next-password" };
  test("accepts each configured user and refuses others", () => {
    expect(verify(settings, basic("coconut:pässword-with-16+"))).toEqual({ ok: true });
    expect(verify(settings, basic("coconut:the-next-password"))).toEqual({ ok: true });
    expect(verify(settings, basic("coconut:the-last-password"))).toMatchObject({ reason: "bad_signature" });
    expect(verify(settings, { authorization: "Basic !!" })).toMatchObject({ reason: "bad_signature" });
    expect(verify(settings, { authorization: "Bearer x" })).toMatchObject({ reason: "malformed" });
    expect(verify(settings, {})).toMatchObject({ reason: "missing_credentials" });
  });
});

describe("settings", () => {
  test.each<[ProfileSettings, string]>([
    [{ PROFILE: "none", SECRETS: secret }, "COCONUT_WEBHOOK_PROFILE: must be standard, hmac"],
    [{ PROFILE: "standard", SECRETS: "" }, "COCONUT_WEBHOOK_SECRETS: is not set"],
    [{ PROFILE: "token", SECRETS: "  " }, "COCONUT_WEBHOOK_SECRETS: is not set"],
    [
      { PROFILE: "standard", SECRETS: "whsec_not/base64!" },
      "COCONUT_WEBHOOK_SECRETS: entry 1: is not whsec_",
    ],
    [
      { PROFILE: "standard", SECRETS: `whsec_${Buffer.alloc(23).toString("base64")}` },
      "COCONUT_WEBHOOK_SECRETS: entry 1: is too short to be safe: use at least 24 bytes",
    ],
    [
      { PROFILE: "hmac", SECRETS: `${secret} swordfish` },
      "COCONUT_WEBHOOK_SECRETS: entry 2: is too short to be safe: use at least 16 characters",
    ],
    [{ PROFILE: "token", SECRETS: `${secret}☃` }, "COCONUT_WEBHOOK_SECRETS: entry 1: has a character"],
    [
      { PROFILE: "basic", SECRETS: ":swordfish-swordfish" },
      "COCONUT_WEBHOOK_SECRETS: entry 1: is not user:password",
    ],
    [{ PROFILE: "basic", SECRETS: "swordfish-user:swordfish" }, "at least 16 characters for the password"],
    [
      { PROFILE: "laravel", SECRETS: secret, TOLERANCE_SECONDS: "0" },
      "COCONUT_WEBHOOK_TOLERANCE_SECONDS: must be",
    ],
    [
      { PROFILE: "laravel", SECRETS: secret, TOLERANCE_SECONDS: "never" },
      "COCONUT_WEBHOOK_TOLERANCE_SECONDS: must be",
    ],
    [{ PROFILE: "laravel", SECRETS: secret, HEADER: "X" }, "COCONUT_WEBHOOK_HEADER: means nothing with"],
    [
      { PROFILE: "hmac", SECRETS: secret, ALGORITHM: "md5" },
      "COCONUT_WEBHOOK_ALGORITHM: must be sha256 or sha512",
    ],
    [
      { PROFILE: "hmac", SECRETS: secret, ENCODING: "utf8" },
      "COCONUT_WEBHOOK_ENCODING: must be hex or base64",
    ],
    [{ PROFILE: "hmac", SECRETS: secret, HEADER: "a b" }, "COCONUT_WEBHOOK_HEADER: must be the name of"],
    [
      { PROFILE: "hmac", SECRETS: secret, SIGNED_CONTENT: "{x}" },
      "COCONUT_WEBHOOK_SIGNED_CONTENT: must be {body}, {timestamp}.{body}, or {id}",
    ],
    [
      { PROFILE: "hmac", SECRETS: secret, SIGNED_CONTENT: "{timestamp}.{body}" },
      "COCONUT_WEBHOOK_TIMESTAMP_HEADER: is missing",
    ],
    [
      { PROFILE: "hmac", SECRETS: secret, SIGNED_CONTENT: "{body}", ID_HEADER: "x-id" },
      "COCONUT_WEBHOOK_ID_HEADER: names a header that the signature does not cover",
    ],
  ])("%j is refused: %s", (settings, message) => {
    const text = refusal(settings);
    expect(text).toContain(message);
    expect(text).not.toContain("swordfish");
    expect(text).not.toContain(secret);
  });

  test("names everything that is wrong at once", () => {
    const wrong = { SECRETS: "short", ALGORITHM: "md5", SIGNED_CONTENT: "{id}.{timestamp}.{body}" };
    const lines = refusal({ PROFILE: "hmac", ...wrong }).match(/COCONUT_WEBHOOK_\w+: .{6}/g);
    expect(lines).toEqual([
      "COCONUT_WEBHOOK_SECRETS: entry ",
      "COCONUT_WEBHOOK_ALGORITHM: must b",
      "COCONUT_WEBHOOK_TIMESTAMP_HEADER: is mis",
      "COCONUT_WEBHOOK_ID_HEADER: is mis",
    ]);
    const stray = refusal({ PROFILE: "token", SECRETS: "short", ALGORITHM: "md5" });
    expect(stray).toContain("COCONUT_WEBHOOK_SECRETS: entry 1: is too short");
    expect(stray).toContain("COCONUT_WEBHOOK_ALGORITHM: means nothing with COCONUT_WEBHOOK_PROFILE=token");
  });

  test("takes empty strings for unset variables", () => {
    const empty = {
      HEADER: "",
      ALGORITHM: "",
      ENCODING: "",
      PREFIX: "",
      SIGNED_CONTENT: "",
      TIMESTAMP_HEADER: "",
    };
    expect(refusal({ PROFILE: "laravel", SECRETS: secret, ...empty })).toBe("accepted");
  });
});
