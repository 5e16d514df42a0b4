/** How deliveries are signed: the checked settings, with decoded secrets. */

/** What an HMAC may be over; `{id}` and `{timestamp}` are values of headers. */
export const signedContents = ["{body}", "{timestamp}.{body}", "{id}.{timestamp}.{body}"] as const;
type SignedContent = (typeof signedContents)[number];

/** Standard Webhooks: `webhook-id`, `webhook-timestamp`, `webhook-signature: v1,<base64>`. */
export interface StandardProfile {
  readonly kind: "standard";
  readonly secrets: readonly Uint8Array[];
  readonly toleranceSeconds: number;
}

/** Any other HMAC. `laravel` is a preset of it: what spatie/laravel-webhook-server sends by default. */
export interface HmacProfile {
  readonly kind: "hmac" | "laravel";
  /** Lower case, as all header names here. */
  readonly header: string;
  readonly algorithm: "sha256" | "sha512";
  readonly encoding: "hex" | "base64";
  readonly prefix: string;
  readonly signedContent: SignedContent;
  /** Set exactly when `signedContent` holds `{timestamp}` or `{id}`: an unsigned time or id proves nothing. */
  readonly timestampHeader: string | undefined;
  readonly idHeader: string | undefined;
  readonly toleranceSeconds: number;
  readonly secrets: readonly Uint8Array[];
}

/** A secret token in `header`, after `prefix`. */
export interface TokenProfile {
  readonly kind: "token";
  readonly header: string;
  readonly prefix: string;
  readonly secrets: readonly string[];
}

/** HTTP Basic; each secret is `user:password`. */
export interface BasicProfile {
  readonly kind: "basic";
  readonly secrets: readonly string[];
}

/** How the deliveries of this deployment prove that Coconut sent them. */
export type WebhookProfile = StandardProfile | HmacProfile | TokenProfile | BasicProfile;
