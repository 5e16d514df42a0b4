/** A self-signed certificate with its key, both PEM in one text: X.509 by hand (RFC 5280), so that no tool is needed. */
import { createSign, generateKeyPairSync } from "node:crypto";

export function selfSignedPem(commonName: string): string {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const sha256WithRsa = sequence(hex("06092a864886f70d01010b"), hex("0500"));
  const name = sequence(der(0x31, sequence(hex("0603550403"), der(0x0c, Buffer.from(commonName, "utf8")))));
  const validity = sequence(der(0x17, utcTime(-1)), der(0x17, utcTime(1)));
  const key = publicKey.export({ type: "spki", format: "der" });
  const version3 = hex("a003020102");
  const serial = hex("020101");
  const content = sequence(version3, serial, sha256WithRsa, name, validity, name, key);
  const signature = createSign("sha256").update(content).sign(privateKey);
  const certificate = sequence(content, sha256WithRsa, der(0x03, Buffer.concat([hex("00"), signature])));
  const lines = certificate.toString("base64").match(/.{1,64}/g) ?? [];
  const pem = ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
  return pem + privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const long = length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  const size = length < 128 ? [length] : long;
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function hex(text: string): Buffer {
  return Buffer.from(text, "hex");
}

/** So many days from now: `260304150005Z`. */
function utcTime(days: number): Buffer {
  const time = new Date(Date.now() + days * 86_400_000).toISOString();
  return Buffer.from(`${time.slice(2, 19).replaceAll(/\D/g, "")}Z`, "ascii");
}
