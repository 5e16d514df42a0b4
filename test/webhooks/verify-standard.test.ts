/** The signature profile `standard`: what it accepts and refuses. */
import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { verifyDelivery } from "../../src/webhooks/verify.ts";
import { readProfile } from "../helpers/webhook-profile.ts";

const secretOf = (fill: number) => `whsec_${Buffer.alloc(24, fill).toString("base64")}`;
const current = secretOf(1);
const next = secretOf(2);
const stranger = secretOf(3);
const now = new Date("2026-03-04T15:00:05.700Z");
const body = '{"event":"appointment.created","name":"Zoë"}';

const profile = readProfile({ PROFILE: "standard", SECRETS: current });
const rotating = readProfile({ PROFILE: "standard", SECRETS: `${current} ${next}` });

/** What a sender that uses the reference library sends. */
function signed(secret: string, at = now, id = "msg_1") {
  const time = new Date(Math.floor(at.getTime() / 1000) * 1000);
  return {
    headers: {
      "webhook-id": id,
      "webhook-timestamp": String(time.getTime() / 1000),
      "webhook-signature": new Webhook(secret).sign(id, time, body),
    },
    rawBody: Buffer.from(body, "utf8"),
    now,
  };
}

const secondsFromNow = (seconds: number) => new Date(now.getTime() + seconds * 1000);

describe("the standard profile", () => {
  test("accepts what the reference library signs, and hands over the signed id", () => {
    expect(verifyDelivery(profile, signed(current))).toEqual({ ok: true, signedId: "msg_1" });
  });

  test("accepts a secret without its whsec_ prefix", () => {
    const bare = readProfile({ PROFILE: "standard", SECRETS: current.slice("whsec_".length) });
    expect(verifyDelivery(bare, signed(current)).ok).toBe(true);
  });

  test("accepts either secret during a rotation and no other", () => {
    expect(verifyDelivery(rotating, signed(current)).ok).toBe(true);
    expect(verifyDelivery(rotating, signed(next)).ok).toBe(true);
    expect(verifyDelivery(rotating, signed(stranger))).toMatchObject({ ok: false, reason: "bad_signature" });
  });

  test("finds the good signature in a list with old ones and other versions", () => {
    const delivery = signed(current);
    const old = new Webhook(stranger).sign("msg_1", now, body);
    delivery.headers["webhook-signature"] = `v1a,AAAA ${old}  ${delivery.headers["webhook-signature"]}`;
    expect(verifyDelivery(profile, delivery).ok).toBe(true);
  });

  test("ignores other versions even where their value would be right", () => {
    const delivery = signed(current);
    delivery.headers["webhook-signature"] = delivery.headers["webhook-signature"].replace("v1,", "v2,");
    expect(verifyDelivery(profile, delivery)).toMatchObject({ ok: false, reason: "malformed" });
  });

  test("accepts a clock that is off by the tolerance, and not by a second more", () => {
    expect(verifyDelivery(profile, signed(current, secondsFromNow(-300))).ok).toBe(true);
    expect(verifyDelivery(profile, signed(current, secondsFromNow(300))).ok).toBe(true);
    const tooOld = { ok: false, reason: "too_old" };
    expect(verifyDelivery(profile, signed(current, secondsFromNow(-301)))).toMatchObject(tooOld);
    const tooNew = { ok: false, reason: "too_new" };
    expect(verifyDelivery(profile, signed(current, secondsFromNow(301)))).toMatchObject(tooNew);
  });

  test("keeps to a tolerance of its own", () => {
    const strict = readProfile({ PROFILE: "standard", SECRETS: current, TOLERANCE_SECONDS: "10" });
    expect(verifyDelivery(strict, signed(current, secondsFromNow(-10))).ok).toBe(true);
    expect(verifyDelivery(strict, signed(current, secondsFromNow(-11))).ok).toBe(false);
  });

  test("says too old of genuine deliveries only", () => {
    const forged = signed(stranger, secondsFromNow(-9999));
    expect(verifyDelivery(profile, forged)).toMatchObject({ reason: "bad_signature" });
  });

  test("refuses a body, an id or a time that was not signed", () => {
    const refused = { ok: false, reason: "bad_signature" };
    const delivery = signed(current);
    expect(verifyDelivery(profile, { ...delivery, rawBody: Buffer.from(`${body} `) })).toMatchObject(refused);
    const { headers } = delivery;
    const otherId = { ...headers, "webhook-id": "msg_2" };
    expect(verifyDelivery(profile, { ...delivery, headers: otherId })).toMatchObject(refused);
    const later = { ...headers, "webhook-timestamp": String(Number(headers["webhook-timestamp"]) + 1) };
    expect(verifyDelivery(profile, { ...delivery, headers: later })).toMatchObject(refused);
  });

  test.each(["webhook-id", "webhook-timestamp", "webhook-signature"])(
    "refuses a delivery without %s",
    (name) => {
      const delivery = signed(current);
      const without = { ...delivery, headers: { ...delivery.headers, [name]: undefined } };
      const refused = { ok: false, reason: "missing_credentials", detail: `${name} is missing` };
      expect(verifyDelivery(profile, without)).toEqual(refused);
      const blank = { ...delivery, headers: { ...delivery.headers, [name]: "  " } };
      expect(verifyDelivery(profile, blank)).toEqual(refused);
    },
  );

  test.each(["", "soon", "NaN", "1e9", "-1", "1772636405.5", "0x10", "1772636405000000", "٣"])(
    "refuses the timestamp %j",
    (timestamp) => {
      const delivery = signed(current);
      delivery.headers["webhook-timestamp"] = timestamp;
      const reason = timestamp === "" ? "missing_credentials" : "malformed";
      expect(verifyDelivery(profile, delivery)).toMatchObject({ ok: false, reason });
    },
  );

  test.each([
    ["257 characters", "x".repeat(257)],
    ["a control character", "msg\u00011"],
    ["a letter outside ASCII", "mség"],
  ])("refuses an id with %s, though it is signed", (_what, id) => {
    expect(verifyDelivery(profile, signed(current, now, id))).toMatchObject({
      ok: false,
      reason: "malformed",
    });
  });

  test("accepts an id of 256 characters", () => {
    expect(verifyDelivery(profile, signed(current, now, "x".repeat(256))).ok).toBe(true);
  });

  test("refuses a header that stands twice", () => {
    const delivery = signed(current);
    const headers = { ...delivery.headers, "webhook-id": ["msg_1", "msg_1"] };
    expect(verifyDelivery(profile, { ...delivery, headers })).toMatchObject({
      ok: false,
      reason: "malformed",
    });
  });

  test("refuses base64 of the wrong length, without padding, or in a second spelling of the same bytes", () => {
    const delivery = signed(current);
    const signature = delivery.headers["webhook-signature"];
    const lastDigit = signature.at(-2) ?? "";
    const nextDigit = String.fromCodePoint((lastDigit.codePointAt(0) ?? 0) + 1);
    const spellings = [
      signature.slice(0, -1),
      `${signature}=`,
      signature.slice(0, 20),
      "v1,",
      `${signature.slice(0, -2)}${nextDigit}=`,
    ];
    for (const spelling of spellings) {
      const headers = { ...delivery.headers, "webhook-signature": spelling };
      expect(verifyDelivery(profile, { ...delivery, headers }).ok).toBe(false);
    }
  });

  test("refuses everything when the clock is broken", () => {
    const delivery = { ...signed(current), now: new Date(Number.NaN) };
    expect(verifyDelivery(profile, delivery)).toMatchObject({ ok: false, reason: "too_old" });
  });
});
