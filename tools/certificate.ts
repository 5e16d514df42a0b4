// oxlint-disable-next-line no-unassigned-import -- @peculiar/x509 needs it loaded first
import "reflect-metadata";
import { KeyObject, webcrypto } from "node:crypto";
import { X509CertificateGenerator } from "@peculiar/x509";

const algorithm = {
  name: "RSASSA-PKCS1-v1_5",
  hash: "SHA-256",
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
};
const dayMs = 86_400_000;

/**
 * Makes a self-signed certificate with its private key, both PEM in one text, as the file at
 * AZURE_CLIENT_CERTIFICATE_PATH has them. It is valid from yesterday to tomorrow.
 */
export async function selfSignedPem(commonName: string): Promise<string> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${commonName}`,
    notBefore: new Date(Date.now() - dayMs),
    notAfter: new Date(Date.now() + dayMs),
    keys,
    signingAlgorithm: algorithm,
  });
  const key = KeyObject.from(keys.privateKey).export({ type: "pkcs8", format: "pem" }).toString();
  return `${certificate.toString("pem")}\n${key}`;
}
