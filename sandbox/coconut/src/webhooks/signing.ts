import { Webhook } from "standardwebhooks";

/** The headers of a signed delivery, by Standard Webhooks: the signature covers id, time and the exact body. */
export function signedHeaders(secret: string, id: string, body: string, at: Date): Record<string, string> {
  return {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": new Webhook(secret).sign(id, at, body),
  };
}

/** Whether this is "whsec_" and the base64 of 24 to 64 bytes. */
export function isSecret(text: string): boolean {
  if (!/^whsec_[A-Za-z0-9+/]+={0,2}$/u.test(text)) return false;
  const bytes = Buffer.from(text.slice("whsec_".length), "base64").length;
  return bytes >= 24 && bytes <= 64;
}
