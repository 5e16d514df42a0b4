/** Where Dynamics is, and how we sign in to it. */
import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Credential } from "./dataverse/sign-in.ts";
import { combine, text, webAddress } from "./environment.ts";

const serviceUrl = webAddress.transform((url) => url.origin);

const directoryId = text.regex(/^[\w.-]+$/, "must be an id: letters, digits, - _ .");

const certificateFile = text.refine(holdsCertificateAndKey, {
  error: "must name a PEM file with the certificate and its private key",
});

function holdsCertificateAndKey(path: string): boolean {
  try {
    const pem = readFileSync(path, "utf8");
    return /BEGIN CERTIFICATE/.test(pem) && /BEGIN [A-Z ]*PRIVATE KEY/.test(pem);
  } catch {
    return false;
  }
}

const credentialVariables = z
  .object({
    AZURE_CLIENT_SECRET: text.optional().meta({
      example: "the value, not the id, of a client secret",
      otherwise: "one of three",
      isHidden: true,
    }),
    AZURE_CLIENT_CERTIFICATE_PATH: certificateFile
      .optional()
      .meta({ example: "/run/secrets/coconut-dynamics.pem", otherwise: "one of three" }),
    AZURE_FEDERATED_TOKEN_FILE: text
      .optional()
      .meta({ example: "/var/run/secrets/azure/tokens/azure-identity-token", otherwise: "one of three" }),
  })
  .refine((given) => Object.values(given).filter((value) => value !== undefined).length === 1, {
    path: ["AZURE_CLIENT_SECRET"],
    error:
      "exactly one of AZURE_CLIENT_SECRET, AZURE_CLIENT_CERTIFICATE_PATH and AZURE_FEDERATED_TOKEN_FILE must be set",
  })
  .transform((given): { readonly credential: Credential } => {
    const { AZURE_CLIENT_SECRET: secret, AZURE_CLIENT_CERTIFICATE_PATH: path } = given;
    if (secret !== undefined) return { credential: { kind: "secret", secret } };
    if (path !== undefined) return { credential: { kind: "certificate", path } };
    return { credential: { kind: "federated", tokenFile: given.AZURE_FEDERATED_TOKEN_FILE ?? "" } };
  });

const placeVariables = z
  .object({
    DATAVERSE_URL: serviceUrl.meta({ example: "https://contoso.crm.dynamics.com" }),
    AZURE_TENANT_ID: directoryId.meta({ example: "11111111-2222-3333-4444-555555555555", isHidden: true }),
    AZURE_CLIENT_ID: directoryId.meta({ example: "66666666-7777-8888-9999-000000000000", isHidden: true }),
    AZURE_AUTHORITY_HOST: serviceUrl
      .prefault("https://login.microsoftonline.com")
      .meta({ example: "https://login.microsoftonline.us" }),
  })
  .transform((given) => ({
    url: given.DATAVERSE_URL,
    tenantId: given.AZURE_TENANT_ID,
    clientId: given.AZURE_CLIENT_ID,
    authorityHost: given.AZURE_AUTHORITY_HOST,
  }));

/** Reads the address of Dynamics and the credential to sign in with, as `dataverse`. */
export const dataverseVariables = combine(placeVariables, credentialVariables).transform((dataverse) => ({
  dataverse,
}));
