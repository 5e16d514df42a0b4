/** Where Dynamics is, and how we sign in to it. */
import { existsSync, readFileSync } from "node:fs";
import type { Credential } from "./dataverse/sign-in.ts";
import { type Environment, type Read, serviceUrl, text } from "./environment.ts";

export interface DataverseSettings {
  readonly url: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly credential: Credential;
  readonly authorityHost: string;
}

export function readDataverseSettings(env: Environment, read: Read): DataverseSettings {
  return {
    url: read(() => serviceUrl(env, "DATAVERSE_URL")),
    tenantId: read(() => text(env, "AZURE_TENANT_ID")),
    clientId: read(() => text(env, "AZURE_CLIENT_ID")),
    credential: read(() => credential(env)),
    authorityHost: read(() => serviceUrl(env, "AZURE_AUTHORITY_HOST", "https://login.microsoftonline.com")),
  };
}

function credential(env: Environment): Credential {
  const given: Credential[] = [];
  const secret = env["AZURE_CLIENT_SECRET"];
  const certificate = env["AZURE_CLIENT_CERTIFICATE_PATH"];
  const tokenFile = env["AZURE_FEDERATED_TOKEN_FILE"];
  if (secret) given.push({ kind: "secret", secret });
  if (certificate) given.push({ kind: "certificate", path: certificateFile(certificate) });
  if (tokenFile) given.push({ kind: "federated", tokenFile });
  const [first, ...others] = given;
  if (first !== undefined && others.length === 0) return first;
  throw new Error(
    "exactly one of AZURE_CLIENT_SECRET, AZURE_CLIENT_CERTIFICATE_PATH and AZURE_FEDERATED_TOKEN_FILE must be set",
  );
}

function certificateFile(path: string): string {
  const pem = existsSync(path) ? readFileSync(path, "utf8") : "";
  if (/BEGIN CERTIFICATE/.test(pem) && /BEGIN [A-Z ]*PRIVATE KEY/.test(pem)) return path;
  throw new Error(
    "AZURE_CLIENT_CERTIFICATE_PATH must name a PEM file with the certificate and its private key",
  );
}
