/** The environment of the pane: nothing without PANE_URL, and with it one error that names all that is wrong. */
import { expect, test } from "vitest";
import { readServerConfig } from "../../src/config.ts";

const server = {
  COCONUT_TENANT: "acme",
  COCONUT_WEBHOOK_SECRETS: `whsec_${Buffer.alloc(32, 7).toString("base64")}`,
};
const secret = Buffer.alloc(32, 9).toString("base64");
const pane = {
  ...server,
  PANE_URL: "https://appointments.bank.example",
  PANE_HOSTS: "https://bank.crm3.dynamics.com, https://bank-uat.crm3.dynamics.com/",
  PANE_SECRET: secret,
  COCONUT_LOGIN_URL: "https://acme.coconutcalendar.com/api/v2/login",
  DATAVERSE_URL: "https://bank.crm3.dynamics.com",
  AZURE_TENANT_ID: "tenant",
  AZURE_CLIENT_ID: "client",
  AZURE_CLIENT_SECRET: "canary-secret",
};
const sso = {
  ...pane,
  COCONUT_LOGIN_URL: "",
  PANE_LOGIN: "sso",
  OIDC_ISSUER: "https://login.example/tenant/v2.0",
  OIDC_CLIENT_ID: "id",
  OIDC_CLIENT_SECRET: "canary-oidc",
};

function messageOf(env: Readonly<Record<string, string>>): string {
  try {
    readServerConfig(env);
  } catch (error) {
    return String(error);
  }
  return expect.fail("nothing was wrong");
}

test("without PANE_URL there is no pane, and nothing of it is asked for", () => {
  expect(readServerConfig(server).pane).toBeUndefined();
  expect(readServerConfig({ ...server, PANE_URL: "", PANE_HOSTS: "x" }).pane).toBeUndefined();
});

test("the least that has to be set is enough, for either login", () => {
  expect(readServerConfig(pane).pane).toMatchObject({
    url: "https://appointments.bank.example",
    hosts: ["https://bank.crm3.dynamics.com", "https://bank-uat.crm3.dynamics.com"],
    login: { kind: "password", url: "https://acme.coconutcalendar.com/api/v2/login" },
    coconutApiUrl: "https://acme.coconutcalendar.com/api/v2/open",
    trustedProxyHops: 0,
  });
  expect(readServerConfig(sso).pane?.login).toEqual({
    kind: "sso",
    issuer: "https://login.example/tenant/v2.0",
    clientId: "id",
    clientSecret: "canary-oidc",
  });
});

test("one error names everything that is missing, and no secret", () => {
  const { AZURE_CLIENT_ID: _id, PANE_SECRET: _secret, PANE_HOSTS: _hosts, ...rest } = pane;
  const message = messageOf({ ...rest, COCONUT_LOGIN_URL: "" });
  for (const name of ["PANE_SECRET", "PANE_HOSTS", "COCONUT_LOGIN_URL", "AZURE_CLIENT_ID"]) {
    expect(message).toContain(name);
  }
  const nothing = messageOf({ ...sso, OIDC_ISSUER: "", OIDC_CLIENT_ID: "", OIDC_CLIENT_SECRET: "" });
  for (const name of ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"]) expect(nothing).toContain(name);
  expect(message + nothing).not.toContain("canary");
});

test.each([
  ["PANE_URL", "http://appointments.bank.example"],
  ["PANE_URL", "https://appointments.bank.example/pane"],
  ["PANE_HOSTS", "https://*.dynamics.com"],
  ["PANE_HOSTS", "https://bank.crm3.dynamics.com/main.aspx"],
  ["PANE_HOSTS", "https://bank.crm3.dynamics.com; script-src *"],
  ["PANE_HOSTS", "https://bank.crm3.dynamics.com https://evil.example"],
  ["PANE_HOSTS", "https://bank.crm3.dynamics.com,"],
  ["PANE_HOSTS", "https://bank.crm3.dynamics.com;"],
  ["PANE_HOSTS", "https://bank.crm3.dynamics.com'"],
  ["PANE_HOSTS", "https://user@bank.crm3.dynamics.com"],
  ["PANE_HOSTS", "*"],
  ["PANE_HOSTS", "'self'"],
  ["PANE_SECRET", Buffer.alloc(31).toString("base64")],
  ["PANE_SECRET", "a password of more than 44 letters, but no base64"],
  ["PANE_LOGIN", "both"],
  ["COCONUT_LOGIN_URL", "http://acme.coconutcalendar.com/login"],
  ["COCONUT_API_URL", "acme"],
  ["TRUSTED_PROXY_HOPS", "true"],
  ["TRUSTED_PROXY_HOPS", "-1"],
])("%s=%s is refused by its name", (name, value) => {
  expect(messageOf({ ...pane, [name]: value })).toContain(name);
});

test("plain http is for this machine only", () => {
  const local = {
    PANE_URL: "http://127.0.0.1:8080",
    PANE_HOSTS: "http://127.0.0.1:8090",
    COCONUT_LOGIN_URL: "http://127.0.0.1:8091/login",
    COCONUT_API_URL: "http://127.0.0.1:8091/api/v2/open/",
  };
  expect(readServerConfig({ ...pane, ...local }).pane).toMatchObject({
    url: "http://127.0.0.1:8080",
    coconutApiUrl: "http://127.0.0.1:8091/api/v2/open",
  });
});

test.each(["common", "organizations", "consumers", "Common"])(
  "an identity provider that vouches for any directory's people, %s, is refused",
  (everybody) => {
    const issuer = `https://login.microsoftonline.com/${everybody}/v2.0`;
    expect(messageOf({ ...sso, OIDC_ISSUER: issuer })).toContain("OIDC_ISSUER");
  },
);
