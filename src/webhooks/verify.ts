/** Verifies that a delivery is from Coconut, over the raw bytes, before they are parsed. */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { BasicProfile, HmacProfile, StandardProfile, TokenProfile, WebhookProfile } from "./profiles.ts";

/** What came, and when. */
export interface SignedDelivery {
  /** As Node gives them: names in lower case. */
  readonly headers: IncomingHttpHeaders;
  readonly rawBody: Uint8Array;
  readonly now: Date;
}

/** Whether a delivery is genuine. */
export type Verification =
  /** `signedId` is the delivery's id, if the signature covers it. */
  { readonly ok: true; readonly signedId?: string } | FailedVerification;

interface FailedVerification {
  readonly ok: false;
  readonly reason: "missing_credentials" | "bad_signature" | "too_old" | "too_new" | "malformed";
  /** For the log and the answer: names headers, never their values. */
  readonly detail: string;
}

/** Never throws: a delivery that is not genuine has a reason instead. */
export function verifyDelivery(profile: WebhookProfile, delivery: SignedDelivery): Verification {
  if (profile.kind === "token") return verifyToken(profile, delivery.headers);
  if (profile.kind === "basic") return verifyBasic(profile, delivery.headers);
  return verifySignature(
    profile.kind === "standard" ? standardScheme(profile) : hmacScheme(profile),
    delivery,
  );
}

/** What the standard and the hmac profile have in common; `header` holds the signature. */
interface Scheme extends Omit<HmacProfile, "kind" | "prefix" | "signedContent"> {
  /** The signatures that stand in the header, each in `encoding`; none = the header is malformed. */
  readonly signaturesIn: (header: string) => readonly string[];
}

function standardScheme(profile: StandardProfile): Scheme {
  return {
    ...profile,
    header: "webhook-signature",
    idHeader: "webhook-id",
    timestampHeader: "webhook-timestamp",
    algorithm: "sha256",
    encoding: "base64",
    // Signatures of other versions (v1a is asymmetric) may be sent too; only v1 is verified.
    signaturesIn: (header) =>
      header
        .split(/\s+/)
        .filter((entry) => entry.startsWith("v1,"))
        .map((entry) => entry.slice("v1,".length)),
  };
}

function hmacScheme(profile: HmacProfile): Scheme {
  return {
    ...profile,
    signaturesIn(header) {
      const signature = withoutPrefix(header, profile.prefix);
      if (signature === undefined) return [];
      return [profile.encoding === "hex" ? signature.toLowerCase() : signature];
    },
  };
}

/**
 * The signature is checked before the time: so only a genuine delivery can be "too old". The dots between the parts are not
 * ambiguous: a time is digits, and a body begins with a brace.
 */
function verifySignature(scheme: Scheme, { headers, rawBody, now }: SignedDelivery): Verification {
  const header = readHeader(headers, scheme.header);
  if (!header.ok) return header;
  const id = scheme.idHeader === undefined ? undefined : readHeader(headers, scheme.idHeader);
  if (id?.ok === false) return id;
  const time = scheme.timestampHeader === undefined ? undefined : readHeader(headers, scheme.timestampHeader);
  if (time?.ok === false) return time;
  if (id !== undefined && !/^[\x20-\x7e]{1,256}$/.test(id.value)) {
    return fail("malformed", `${scheme.idHeader} is not 1 to 256 printable ASCII characters`);
  }
  if (time !== undefined && !/^[0-9]{1,11}$/.test(time.value)) {
    return fail("malformed", `${scheme.timestampHeader} is not a time in whole seconds since 1970`);
  }
  const given = scheme.signaturesIn(header.value);
  if (given.length === 0) {
    return fail("malformed", `${scheme.header} holds no signature of the expected form`);
  }
  const head = [id, time].map((part) => (part === undefined ? "" : `${part.value}.`)).join("");
  const expected = scheme.secrets.map((secret) =>
    createHmac(scheme.algorithm, secret).update(head, "ascii").update(rawBody).digest(scheme.encoding),
  );
  if (!anyEqual(expected, given)) {
    return fail("bad_signature", `${scheme.header} matches none of the configured secrets`);
  }
  const untimely =
    time === undefined ? undefined : checkTime(Number(time.value), now, scheme.toleranceSeconds);
  if (untimely !== undefined) return untimely;
  return id === undefined ? { ok: true } : { ok: true, signedId: id.value };
}

/** The comparisons are negated so that NaN fails too. */
function checkTime(timestamp: number, now: Date, toleranceSeconds: number): FailedVerification | undefined {
  const ageSeconds = Math.floor(now.getTime() / 1000) - timestamp;
  if (!(ageSeconds <= toleranceSeconds)) {
    return fail("too_old", `signed more than ${toleranceSeconds} seconds ago; is a clock wrong?`);
  }
  if (!(ageSeconds >= -toleranceSeconds)) {
    return fail("too_new", `signed more than ${toleranceSeconds} seconds ahead; is a clock wrong?`);
  }
  return undefined;
}

function verifyToken(profile: TokenProfile, headers: IncomingHttpHeaders): Verification {
  const header = readHeader(headers, profile.header);
  if (!header.ok) return header;
  const token = withoutPrefix(header.value, profile.prefix);
  if (token === undefined) return fail("malformed", `${profile.header} lacks the expected prefix`);
  if (anyEqual(profile.secrets, [token])) return { ok: true };
  return fail("bad_signature", `${profile.header} matches none of the configured secrets`);
}

function verifyBasic(profile: BasicProfile, headers: IncomingHttpHeaders): Verification {
  const header = readHeader(headers, "authorization");
  if (!header.ok) return header;
  const credentials = withoutPrefix(header.value, "Basic ");
  if (credentials === undefined) return fail("malformed", "authorization is not HTTP Basic");
  const expected = profile.secrets.map((secret) => Buffer.from(secret, "utf8").toString("base64"));
  if (anyEqual(expected, [credentials])) return { ok: true };
  return fail("bad_signature", "authorization matches none of the configured users");
}

/** Reads own properties only: a configured name such as `constructor` must not find an inherited value. */
function readHeader(
  headers: IncomingHttpHeaders,
  name: string,
): FailedVerification | { ok: true; value: string } {
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
  if (Array.isArray(value)) return fail("malformed", `${name} was sent more than once`);
  const text = value?.trim() ?? "";
  return text === "" ? fail("missing_credentials", `${name} is missing`) : { ok: true, value: text };
}

/** The rest of the text; prefixes are schemes such as `Bearer ` or `sha256=`, whose case does not matter. */
function withoutPrefix(text: string, prefix: string): string | undefined {
  const matches = text.slice(0, prefix.length).toLowerCase() === prefix.toLowerCase();
  return matches ? text.slice(prefix.length).trim() : undefined;
}

/**
 * Compares every pair in constant time: digests of the texts are compared, which have one length. The texts are not decoded,
 * so that another spelling of the same base64 value is refused.
 */
function anyEqual(expected: readonly string[], given: readonly string[]): boolean {
  const digests = given.map(digest);
  let equal = false;
  for (const text of expected) {
    const wanted = digest(text);
    for (const candidate of digests) equal = timingSafeEqual(wanted, candidate) || equal;
  }
  return equal;
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text, "utf8").digest();
}

function fail(reason: FailedVerification["reason"], detail: string): FailedVerification {
  return { ok: false, reason, detail };
}
