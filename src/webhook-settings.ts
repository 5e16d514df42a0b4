/** How deliveries are signed: a schema for each profile, of the variables that mean something with it. */
import { z } from "zod";
import { always, combine, oneOf, text, variablesOf, wholeNumber } from "./environment.ts";
import {
  type BasicProfile,
  type HmacProfile,
  signedContents,
  type StandardProfile,
  type TokenProfile,
} from "./webhooks/profiles.ts";
import { BasicSecret, HmacSecret, StandardSecret, TokenSecret } from "./webhooks/secrets.ts";

const headerName = text
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, "must be the name of an HTTP header")
  .transform((name) => name.toLowerCase());

const named = <const Name extends string>(name: Name) => z.literal(name).meta({ example: name });

/** Describes what every profile reads. There may be several secrets: a new one is added before the old one is withdrawn. */
const secretVariables = <Schema extends z.ZodType<unknown, string>>(secret: Schema, example: string) => ({
  COCONUT_WEBHOOK_SECRETS: text
    .transform((list) => list.split(/[\s,]+/).filter((entry) => entry !== ""))
    .pipe(z.array(secret).min(1, "is empty: set the secret that Coconut shows for the webhook"))
    .meta({ example, isHidden: true }),
  COCONUT_WEBHOOK_TOLERANCE_SECONDS: wholeNumber(1, 86_400, "a number of seconds")
    .prefault("300")
    .meta({ example: "600" }),
});

const standard = z
  .object({
    COCONUT_WEBHOOK_PROFILE: z.literal("standard").prefault("standard").meta({ example: "standard" }),
    ...secretVariables(StandardSecret, "whsec_MfKQ9r8GKYqr…"),
  })
  .transform((given): StandardProfile => ({
    kind: "standard",
    secrets: given.COCONUT_WEBHOOK_SECRETS,
    toleranceSeconds: given.COCONUT_WEBHOOK_TOLERANCE_SECONDS,
  }));

const laravel = z
  .object({
    COCONUT_WEBHOOK_PROFILE: named("laravel"),
    ...secretVariables(HmacSecret, "the signing secret, 16 characters or more"),
  })
  .transform((given): HmacProfile => ({
    kind: "laravel",
    header: "signature",
    algorithm: "sha256",
    encoding: "hex",
    prefix: "",
    signedContent: "{body}",
    timestampHeader: undefined,
    idHeader: undefined,
    toleranceSeconds: given.COCONUT_WEBHOOK_TOLERANCE_SECONDS,
    secrets: given.COCONUT_WEBHOOK_SECRETS,
  }));

const hmac = z
  .object({
    COCONUT_WEBHOOK_PROFILE: named("hmac"),
    ...secretVariables(HmacSecret, "the signing secret, 16 characters or more"),
    COCONUT_WEBHOOK_HEADER: headerName.prefault("signature").meta({ example: "X-Signature" }),
    COCONUT_WEBHOOK_ALGORITHM: oneOf(["sha256", "sha512"]).prefault("sha256").meta({ example: "sha512" }),
    COCONUT_WEBHOOK_ENCODING: oneOf(["hex", "base64"]).prefault("hex").meta({ example: "base64" }),
    COCONUT_WEBHOOK_PREFIX: text.optional().meta({ example: "sha256=", otherwise: "none" }),
    COCONUT_WEBHOOK_SIGNED_CONTENT: oneOf(signedContents)
      .prefault("{body}")
      .meta({ example: "{timestamp}.{body}" }),
    COCONUT_WEBHOOK_TIMESTAMP_HEADER: headerName
      .optional()
      .meta({ example: "X-Timestamp", otherwise: "none" }),
    COCONUT_WEBHOOK_ID_HEADER: headerName.optional().meta({ example: "X-Id", otherwise: "none" }),
  })
  .superRefine((given, context) => {
    const content = given.COCONUT_WEBHOOK_SIGNED_CONTENT;
    if (!signedContents.includes(content)) return;
    const headers = [
      ["COCONUT_WEBHOOK_TIMESTAMP_HEADER", "{timestamp}"],
      ["COCONUT_WEBHOOK_ID_HEADER", "{id}"],
    ] as const;
    for (const [variable, placeholder] of headers) {
      const isSigned = content.includes(placeholder);
      if (isSigned === (given[variable] !== undefined)) continue;
      const message = isSigned
        ? `is missing: the signed content holds ${placeholder}, so name its header`
        : `names a header that the signature does not cover; remove it, or put ${placeholder} into COCONUT_WEBHOOK_SIGNED_CONTENT if Coconut signs it`;
      context.addIssue({ code: "custom", path: [variable], message });
    }
  }, always)
  .transform((given): HmacProfile => ({
    kind: "hmac",
    header: given.COCONUT_WEBHOOK_HEADER,
    algorithm: given.COCONUT_WEBHOOK_ALGORITHM,
    encoding: given.COCONUT_WEBHOOK_ENCODING,
    prefix: given.COCONUT_WEBHOOK_PREFIX ?? "",
    signedContent: given.COCONUT_WEBHOOK_SIGNED_CONTENT,
    timestampHeader: given.COCONUT_WEBHOOK_TIMESTAMP_HEADER,
    idHeader: given.COCONUT_WEBHOOK_ID_HEADER,
    toleranceSeconds: given.COCONUT_WEBHOOK_TOLERANCE_SECONDS,
    secrets: given.COCONUT_WEBHOOK_SECRETS,
  }));

const token = z
  .object({
    COCONUT_WEBHOOK_PROFILE: named("token"),
    ...secretVariables(TokenSecret, "the token, 16 characters or more"),
    COCONUT_WEBHOOK_HEADER: headerName.prefault("authorization").meta({ example: "X-Api-Key" }),
    COCONUT_WEBHOOK_PREFIX: text
      .optional()
      .meta({ example: "Token", otherwise: "`Bearer ` in the header `authorization`" }),
  })
  .transform(({ COCONUT_WEBHOOK_HEADER: header, ...given }): TokenProfile => ({
    kind: "token",
    header,
    prefix: given.COCONUT_WEBHOOK_PREFIX ?? (header === "authorization" ? "Bearer " : ""),
    secrets: given.COCONUT_WEBHOOK_SECRETS,
  }));

const basic = z
  .object({
    COCONUT_WEBHOOK_PROFILE: named("basic"),
    ...secretVariables(BasicSecret, "coconut:a-password-of-16-characters-or-more"),
  })
  .transform((given): BasicProfile => ({ kind: "basic", secrets: given.COCONUT_WEBHOOK_SECRETS }));

const profiles = z.discriminatedUnion(
  "COCONUT_WEBHOOK_PROFILE",
  [standard, hmac, laravel, token, basic],
  "must be standard, hmac, laravel, token or basic",
);

/** Refuses variables that another profile reads: whoever set them believes that they count. */
const strayVariables = z
  .record(z.string(), z.string())
  .superRefine((given, context) => {
    const read = variablesOf(profiles, given);
    const profile = given["COCONUT_WEBHOOK_PROFILE"] ?? "standard";
    for (const variable of Object.keys(hmac.in.shape)) {
      if (given[variable] === undefined || variable in read) continue;
      const message = `means nothing with COCONUT_WEBHOOK_PROFILE=${profile}; remove it, or choose another profile`;
      context.addIssue({ code: "custom", path: [variable], message });
    }
  })
  .transform(() => ({}));

/** Reads how deliveries are signed, as `webhook`. */
export const webhookVariables = combine(
  profiles.transform((webhook) => ({ webhook })),
  strayVariables,
);
