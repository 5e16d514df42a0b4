/** How deliveries are signed: settings as an operator writes them → a checked profile with decoded secrets. */
import { z } from "zod";
import { BasicSecret, HmacSecret, several, StandardSecret, TokenSecret } from "./secrets.ts";

const signedContents = ["{body}", "{timestamp}.{body}", "{id}.{timestamp}.{body}"] as const;
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

export type WebhookProfile = StandardProfile | HmacProfile | TokenProfile | BasicProfile;

/** Straight from the environment: an empty string is as good as none. */
export interface ProfileSettings {
  readonly profile: string;
  readonly secrets: readonly string[];
  /** 300 unless set; means nothing to `token`, `basic` and to an hmac without a timestamp. */
  readonly toleranceSeconds?: number | undefined;
  readonly header?: string | undefined;
  readonly algorithm?: string | undefined;
  readonly encoding?: string | undefined;
  readonly prefix?: string | undefined;
  readonly signedContent?: string | undefined;
  readonly timestampHeader?: string | undefined;
  readonly idHeader?: string | undefined;
}

const variables = new Map<PropertyKey | undefined, string>([
  ["profile", "COCONUT_WEBHOOK_PROFILE"],
  ["secrets", "COCONUT_WEBHOOK_SECRETS"],
  ["toleranceSeconds", "COCONUT_WEBHOOK_TOLERANCE_SECONDS"],
  ["header", "COCONUT_WEBHOOK_HEADER"],
  ["algorithm", "COCONUT_WEBHOOK_ALGORITHM"],
  ["encoding", "COCONUT_WEBHOOK_ENCODING"],
  ["prefix", "COCONUT_WEBHOOK_PREFIX"],
  ["signedContent", "COCONUT_WEBHOOK_SIGNED_CONTENT"],
  ["timestampHeader", "COCONUT_WEBHOOK_TIMESTAMP_HEADER"],
  ["idHeader", "COCONUT_WEBHOOK_ID_HEADER"],
]);

const toleranceSeconds = z
  .int({ error: "must be a whole number of seconds" })
  .min(1, "must be at least 1 second")
  .max(86_400, "must be at most 86400 seconds (a day)")
  .default(300);

const HeaderName = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, "must be the name of an HTTP header, such as X-Signature")
  .transform((name) => name.toLowerCase());

const Standard = z
  .strictObject({ profile: z.literal("standard"), secrets: several(StandardSecret), toleranceSeconds })
  .transform(({ profile, ...rest }): StandardProfile => ({ kind: profile, ...rest }));

const Laravel = z
  .strictObject({ profile: z.literal("laravel"), secrets: several(HmacSecret), toleranceSeconds })
  .transform(({ profile, ...rest }): HmacProfile => ({
    kind: profile,
    header: "signature",
    algorithm: "sha256",
    encoding: "hex",
    prefix: "",
    signedContent: "{body}",
    timestampHeader: undefined,
    idHeader: undefined,
    ...rest,
  }));

const Hmac = z
  .strictObject({
    profile: z.literal("hmac"),
    secrets: several(HmacSecret),
    toleranceSeconds,
    header: HeaderName.default("signature"),
    algorithm: z.enum(["sha256", "sha512"], { error: "must be sha256 or sha512" }).default("sha256"),
    encoding: z.enum(["hex", "base64"], { error: "must be hex or base64" }).default("hex"),
    prefix: z.string().default(""),
    signedContent: z
      .enum(signedContents, { error: `must be one of ${signedContents.join(", ")}` })
      .default("{body}"),
    timestampHeader: HeaderName.optional(),
    idHeader: HeaderName.optional(),
  })
  .superRefine(({ signedContent, timestampHeader, idHeader }, context) => {
    const headers = [
      { placeholder: "{timestamp}", setting: "timestampHeader", header: timestampHeader },
      { placeholder: "{id}", setting: "idHeader", header: idHeader },
    ];
    for (const { placeholder, setting, header } of headers) {
      const signed = signedContent.includes(placeholder);
      if (signed === (header !== undefined)) continue;
      const message = signed
        ? `is missing: the signed content holds ${placeholder}, so name its header`
        : `names a header that the signature does not cover; remove it, or put ${placeholder} into COCONUT_WEBHOOK_SIGNED_CONTENT if Coconut signs it`;
      context.addIssue({ code: "custom", path: [setting], message });
    }
  })
  .transform(({ profile, timestampHeader, idHeader, ...rest }): HmacProfile => {
    return { kind: profile, timestampHeader, idHeader, ...rest };
  });

const Token = z
  .strictObject({
    profile: z.literal("token"),
    secrets: several(TokenSecret),
    toleranceSeconds,
    header: HeaderName.default("authorization"),
    prefix: z.string().optional(),
  })
  .transform(({ header, prefix, secrets }): TokenProfile => {
    return {
      kind: "token",
      header,
      prefix: prefix ?? (header === "authorization" ? "Bearer " : ""),
      secrets,
    };
  });

const Basic = z
  .strictObject({ profile: z.literal("basic"), secrets: several(BasicSecret), toleranceSeconds })
  .transform(({ profile, secrets }): BasicProfile => ({ kind: profile, secrets }));

const Settings = z.discriminatedUnion("profile", [Standard, Laravel, Hmac, Token, Basic], {
  error: (issue) =>
    issue.code === "invalid_union" ? "must be standard, hmac, laravel, token or basic" : undefined,
});

/**
 * Checks the settings and decodes the secrets, once.
 * @throws Error that names each environment variable, what is wrong and what to do; never a secret.
 */
export function parseProfile(settings: ProfileSettings): WebhookProfile {
  const given = Object.entries(settings).filter(([, value]) => value !== undefined && value !== "");
  const parsed = Settings.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  throw new Error(parsed.error.issues.flatMap((issue) => describe(issue, settings.profile)).join("; "));
}

function describe(issue: z.core.$ZodIssue, profile: string): readonly string[] {
  if (issue.code === "unrecognized_keys") {
    const what = `means nothing with COCONUT_WEBHOOK_PROFILE=${profile}; remove it, or choose another profile`;
    return issue.keys.map((key) => `${variables.get(key) ?? key}: ${what}`);
  }
  const [setting, at] = issue.path;
  const which = typeof at === "number" ? `secret ${at + 1} ` : "";
  return [`${variables.get(setting) ?? "webhook settings"}: ${which}${issue.message}`];
}
