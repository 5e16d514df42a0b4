/** Signatures, on arbitrary input: any change is refused, and nothing throws or shows a value. */
import { createHmac } from "node:crypto";
import * as fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { verifyDelivery } from "../../src/webhooks/verify.ts";
import { readProfile } from "../helpers/webhook-profile.ts";

const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const text = "a-shared-secret-of-some-length";
const standard = readProfile({ PROFILE: "standard", SECRETS: secret });
const profiles = [
  standard,
  readProfile({ PROFILE: "laravel", SECRETS: text }),
  readProfile({
    PROFILE: "hmac",
    SECRETS: text,
    HEADER: "webhook-signature",
    ENCODING: "base64",
    SIGNED_CONTENT: "{id}.{timestamp}.{body}",
    ID_HEADER: "webhook-id",
    TIMESTAMP_HEADER: "webhook-timestamp",
  }),
  readProfile({ PROFILE: "token", SECRETS: text }),
  readProfile({ PROFILE: "basic", SECRETS: `coconut:${text}` }),
];
const now = new Date("2026-03-04T15:00:05Z");
const timestamp = String(now.getTime() / 1000);

/** `text` with one byte of it replaced by another. */
function withOneChange(bytes: Uint8Array, at: number, difference: number): Buffer {
  const changed = Buffer.from(bytes);
  const place = at % changed.length;
  changed[place] = (changed[place] ?? 0) ^ difference;
  return changed;
}

describe("verification", () => {
  test("refuses any change of one byte in body, id, time or signature", () => {
    const part = fc.constantFrom("body", "webhook-id", "webhook-timestamp", "webhook-signature");
    const id = fc.stringMatching(/^[A-Za-z0-9_]{1,40}$/);
    const body = fc.json().map((json) => Buffer.from(json, "utf8"));
    const difference = fc.integer({ min: 1, max: 255 });
    fc.assert(
      fc.property(part, id, body, fc.nat(1000), difference, (changedPart, messageId, rawBody, at, bits) => {
        const headers = {
          "webhook-id": messageId,
          "webhook-timestamp": timestamp,
          "webhook-signature": new Webhook(secret).sign(messageId, now, rawBody.toString("utf8")),
        };
        expect(verifyDelivery(standard, { headers, rawBody, now })).toEqual({
          ok: true,
          signedId: messageId,
        });
        if (changedPart === "body") {
          const changed = { headers, rawBody: withOneChange(rawBody, at, bits), now };
          expect(verifyDelivery(standard, changed).ok).toBe(false);
          return;
        }
        // Node reads header bytes as Latin-1.
        const value = Buffer.from(
          Object.entries(headers).find(([name]) => name === changedPart)?.[1] ?? "",
          "latin1",
        );
        const other = withOneChange(value, at, bits).toString("latin1");
        const changed = { headers: { ...headers, [changedPart]: other }, rawBody, now };
        expect(verifyDelivery(standard, changed).ok).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test("accepts a body of any bytes when they are the signed ones", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (rawBody) => {
        const digest = createHmac("sha256", text).update(rawBody).digest("hex");
        const laravel = readProfile({ PROFILE: "laravel", SECRETS: text });
        expect(verifyDelivery(laravel, { headers: { signature: digest }, rawBody, now })).toEqual({
          ok: true,
        });
      }),
      { numRuns: 100 },
    );
  });

  test("never throws, never accepts and never shows a value, whatever a stranger sends", () => {
    const word = fc.oneof(
      fc.string(),
      fc.string({ unit: "binary" }),
      fc.constantFrom("v1,", "v1,AAAA", "Bearer ", "Basic Og==", timestamp, "__proto__"),
    );
    const value = fc.oneof(word, fc.array(word), fc.constant(undefined));
    const names = ["webhook-id", "webhook-timestamp", "webhook-signature", "signature", "authorization"];
    const headers = fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), value);
    fc.assert(
      fc.property(fc.constantFrom(...profiles), headers, fc.uint8Array(), (profile, sent, rawBody) => {
        const verification = verifyDelivery(profile, { headers: sent, rawBody, now });
        expect(verification.ok).toBe(false);
        if (!verification.ok) expect(verification.detail).not.toContain(text);
      }),
      { numRuns: 500 },
    );
  });
});
