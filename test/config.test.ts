import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readServerConfig, readWorkerConfig } from "../src/config.ts";

const folder = mkdtempSync(join(tmpdir(), "coconut-dynamics-config-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const server = {
  COCONUT_TENANT: "acme",
  COCONUT_WEBHOOK_SECRETS: `whsec_${Buffer.alloc(32, 7).toString("base64")}`,
};
const worker = {
  COCONUT_TENANT: "acme",
  DATAVERSE_URL: "https://contoso.crm.dynamics.com/main.aspx",
  AZURE_TENANT_ID: "tenant",
  AZURE_CLIENT_ID: "client",
  AZURE_CLIENT_SECRET: "canary-secret",
};

function messageOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    return String(error);
  }
  return expect.fail("nothing was wrong");
}

function mappingFile(content: unknown): string {
  const path = join(folder, `${Math.random()}.json`);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

test("the least that has to be set is enough", () => {
  expect(readServerConfig(server)).toMatchObject({
    host: "127.0.0.1",
    port: 8080,
    settlePeriodMs: 7 * 24 * 3_600_000,
  });
  expect(readWorkerConfig(worker)).toMatchObject({
    port: 9465,
    dataverse: {
      url: "https://contoso.crm.dynamics.com",
      authorityHost: "https://login.microsoftonline.com",
    },
  });
});

test("one error names everything that is missing", () => {
  const message = messageOf(() => readWorkerConfig({}));
  for (const name of [
    "COCONUT_TENANT",
    "DATAVERSE_URL",
    "AZURE_TENANT_ID",
    "AZURE_CLIENT_ID",
    "AZURE_CLIENT_SECRET",
  ]) {
    expect(message).toContain(name);
  }
});

test("an empty variable is as good as none, and no message holds a secret", () => {
  expect(readServerConfig({ ...server, PORT: "", SETTLE_PERIOD: "", MAPPING_FILE: "" }).port).toBe(8080);
  const message = messageOf(() =>
    readWorkerConfig({ ...worker, AZURE_TENANT_ID: "", AZURE_FEDERATED_TOKEN_FILE: "/x" }),
  );
  expect(message).toContain("exactly one of");
  expect(message).not.toContain("canary-secret");
});

test("plain http is for this machine only", () => {
  for (const url of ["http://127.0.0.1:9100", "http://localhost:9100"]) {
    expect(readWorkerConfig({ ...worker, DATAVERSE_URL: url }).dataverse.url).toBe(url);
  }
  for (const url of [
    "http://contoso.crm.dynamics.com",
    "http://127.0.0.1.example.com",
    "ftp://127.0.0.1",
    "contoso",
  ]) {
    expect(messageOf(() => readWorkerConfig({ ...worker, DATAVERSE_URL: url }))).toContain(
      "DATAVERSE_URL must be",
    );
  }
});

test.each([
  ["PORT", "80800"],
  ["PORT", "http"],
  ["SETTLE_PERIOD", "soon"],
  ["SETTLE_PERIOD", "-1 day"],
  ["SETTLE_PERIOD", "7"],
  ["SETTLE_PERIOD", "1 ms"],
  ["SETTLE_PERIOD", "99999999 years"],
  ["PORT", "0x50"],
  ["PORT", "1e3"],
  ["LOG_LEVEL", "loud"],
  ["COCONUT_TENANT", "a:b"],
  ["COCONUT_WEBHOOK_PROFILE", "none"],
  ["COCONUT_WEBHOOK_SECRETS", "whsec_c2hvcnQ="],
  ["COCONUT_WEBHOOK_TOLERANCE_SECONDS", "never"],
  ["MAPPING_FILE", "/nowhere.json"],
])("%s=%s is refused by its name", (name, value) => {
  expect(messageOf(() => readServerConfig({ ...server, [name]: value }))).toContain(name);
});

test("a certificate file without its key is refused at start, not at the first sign-in", () => {
  const { AZURE_CLIENT_SECRET: _secret, ...others } = worker;
  const path = mappingFile("-----BEGIN CERTIFICATE-----");
  expect(messageOf(() => readWorkerConfig({ ...others, AZURE_CLIENT_CERTIFICATE_PATH: path }))).toContain(
    "private key",
  );
});

test("a server without a secret does not start: there is no way to take unsigned deliveries", () => {
  for (const secrets of [undefined, "", " , ", "whsec_"]) {
    const env = { ...server, COCONUT_WEBHOOK_SECRETS: secrets };
    expect(messageOf(() => readServerConfig(env))).toContain("COCONUT_WEBHOOK_SECRETS");
  }
});

describe("the mapping file", () => {
  test("serves the worker its columns and the server its wire map", () => {
    const MAPPING_FILE = mappingFile({
      lead: [{ column: "lastname", value: "{client.lastName}" }],
      wire: { statuses: { "checked in": "arrived" } },
    });
    expect(readWorkerConfig({ ...worker, MAPPING_FILE }).mapping.lead).toHaveLength(1);
    expect(readServerConfig({ ...server, MAPPING_FILE }).wireMap.statuses).toEqual({
      "checked in": "arrived",
    });
  });

  test("is refused with the place of each mistake", () => {
    const bad = { lead: [{ column: "Last Name", value: "{client.surname}" }], colour: 1 };
    const message = messageOf(() => readWorkerConfig({ ...worker, MAPPING_FILE: mappingFile(bad) }));
    expect(message).toMatch(
      /lead\.0\.column.*\n.*lead\.0\.value: there is no field \{client\.surname\}.*\n.*colour/,
    );
    const wire = mappingFile({ wire: { statuses: { x: "y" } } });
    expect(messageOf(() => readServerConfig({ ...server, MAPPING_FILE: wire }))).toContain(
      "MAPPING_FILE: wire",
    );
    const list = mappingFile([]);
    expect(messageOf(() => readServerConfig({ ...server, MAPPING_FILE: list }))).toContain(
      "must hold a JSON object",
    );
  });
});
