// Has to come before the library below, which is built on it.
// oxlint-disable-next-line no-unassigned-import -- @peculiar/x509 needs it loaded first
import "reflect-metadata";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KeyObject, webcrypto } from "node:crypto";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const dayMs = 86_400_000;

/** A certificate authority with one server certificate. */
export interface Authority extends AsyncDisposable {
  /** The certificate of the authority, as PEM, which a client has to trust. */
  readonly ca: string;
  /** The path of a file with that certificate, for programs that take a path. */
  readonly caPath: string;
  /** A server certificate for this machine, with its key, both PEM. */
  readonly cert: string;
  readonly key: string;
}

/**
 * Creates a certificate authority for one run, and a certificate for servers on this machine (localhost,
 * 127.0.0.1, ::1).
 */
export async function openAuthority(): Promise<Authority> {
  const [rootKeys, serverKeys] = await Promise.all([createKeys(), createKeys()]);
  const validity = { notBefore: new Date(Date.now() - dayMs), notAfter: new Date(Date.now() + 365 * dayMs) };
  const root = await X509CertificateGenerator.createSelfSigned({
    ...validity,
    name: "CN=Dataverse sandbox certificate authority",
    keys: rootKeys,
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(rootKeys.publicKey),
    ],
  });
  const server = await X509CertificateGenerator.create({
    ...validity,
    subject: "CN=localhost",
    issuer: root.subject,
    publicKey: serverKeys.publicKey,
    signingKey: rootKeys.privateKey,
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension([
        { type: "dns", value: "localhost" },
        { type: "ip", value: "127.0.0.1" },
        { type: "ip", value: "::1" },
      ]),
      await SubjectKeyIdentifierExtension.create(serverKeys.publicKey),
      await AuthorityKeyIdentifierExtension.create(rootKeys.publicKey),
    ],
  });
  const ca = `${root.toString("pem")}\n`;
  const folder = await mkdtemp(join(tmpdir(), "dataverse-sandbox-"));
  const caPath = join(folder, "ca.pem");
  await writeFile(caPath, ca);
  return {
    ca,
    caPath,
    cert: `${server.toString("pem")}\n`,
    key: KeyObject.from(serverKeys.privateKey).export({ type: "pkcs8", format: "pem" }).toString(),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

async function createKeys(): Promise<webcrypto.CryptoKeyPair> {
  return await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}
