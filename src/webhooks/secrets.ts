/** Checks webhook secrets. Messages number the secrets from 1 and never show one. */
import { z } from "zod";

const minimumBytes = 24; // Standard Webhooks: 24 to 64 random bytes
const minimumLength = 16;

const Secret = z.string({ error: "must be text" }).trim();

/** `whsec_` and base64, or the base64 alone → the bytes. */
export const StandardSecret = Secret.transform((secret) => secret.replace(/^whsec_/, ""))
  .refine((text) => /^[A-Za-z0-9+/]+={0,2}$/.test(text), {
    error: "is not whsec_ followed by base64; copy it again, whole",
    abort: true,
  })
  .transform((text): Uint8Array => Buffer.from(text, "base64"))
  .refine((bytes) => bytes.length >= minimumBytes, { error: tooShort(`${minimumBytes} bytes`) });

/** Any text; its UTF-8 bytes are the key. */
export const HmacSecret = Secret.min(minimumLength, tooShort(`${minimumLength} characters`)).transform(
  (secret): Uint8Array => Buffer.from(secret, "utf8"),
);

/** A token that is sent in a header. */
export const TokenSecret = Secret.min(minimumLength, tooShort(`${minimumLength} characters`)).regex(
  /^[\x21-\x7e]*$/,
  "has a character that a header cannot carry; use ASCII without spaces",
);

/** `user:password`; the password has to be long enough. */
export const BasicSecret = Secret.refine((secret) => secret.indexOf(":") > 0, {
  error: "is not user:password",
  abort: true,
}).refine((secret) => secret.length - secret.indexOf(":") > minimumLength, {
  error: tooShort(`${minimumLength} characters for the password`),
});

function tooShort(least: string): string {
  return `is too short to be safe: use at least ${least}, random`;
}
