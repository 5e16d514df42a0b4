import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { readServerConfig, readWorkerConfig, serverVariables, workerVariables } from "../src/config.ts";
import { combine, type Environment, readVariables, variablesOf } from "../src/environment.ts";
import { paneVariables } from "../src/pane-settings.ts";

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
    periods: { settlePeriodMs: 7 * 24 * 3_600_000, delayedAfterMs: 180_000 },
  });
  expect(readWorkerConfig(worker)).toMatchObject({
    port: 9465,
    dataverse: {
      url: "https://contoso.crm.dynamics.com",
      authorityHost: "https://login.microsoftonline.com",
    },
  });
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
      "DATAVERSE_URL: must be",
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

test("the spelling of the tenant does not matter, to neither process; the worker also knows how it is spelt", () => {
  for (const spelling of ["Acme", " ACME ", "acme"]) {
    expect(readServerConfig({ ...server, COCONUT_TENANT: spelling }).tenant).toBe("acme");
    const read = readWorkerConfig({ ...worker, COCONUT_TENANT: spelling });
    expect([read.tenant, read.tenantAsSpelt]).toEqual(["acme", spelling.trim()]);
  }
});

test("a certificate file without its key is refused at start, not at the first sign-in", () => {
  const { AZURE_CLIENT_SECRET: _secret, ...others } = worker;
  const path = mappingFile("-----BEGIN CERTIFICATE-----");
  expect(messageOf(() => readWorkerConfig({ ...others, AZURE_CLIENT_CERTIFICATE_PATH: path }))).toContain(
    "private key",
  );
});

test("rules between variables are told beside what is wrong with the variables themselves", () => {
  const AZURE_CLIENT_CERTIFICATE_PATH = mappingFile("-----BEGIN CERTIFICATE-----");
  const message = messageOf(() => readWorkerConfig({ ...worker, AZURE_CLIENT_CERTIFICATE_PATH }));
  expect(message).toContain("AZURE_CLIENT_CERTIFICATE_PATH: must name a PEM file");
  expect(message).toContain("AZURE_CLIENT_SECRET: exactly one of");
  expect(message).not.toContain("canary");
});

test("an address is not quoted where a password may stand in it", () => {
  const wrong = {
    DATAVERSE_URL: "http://admin:canary@contoso.example",
    AZURE_AUTHORITY_HOST: "http://quoted.example",
  };
  const message = messageOf(() => readWorkerConfig({ ...worker, ...wrong }));
  expect(message).toContain("DATAVERSE_URL: must be an https address (for example https://contoso.crm");
  expect(message).toContain(
    'AZURE_AUTHORITY_HOST: must be an https address (now "http://quoted.example", for',
  );
  expect(message).not.toContain("canary");
});

test("Temporal's own reader is asked beside the check of its address", () => {
  const temporal = { TEMPORAL_ADDRESS: "https://temporal", TEMPORAL_TLS_CLIENT_CERT_PATH: "/nowhere.pem" };
  const message = messageOf(() => readWorkerConfig({ ...worker, ...temporal }));
  expect(message).toContain("TEMPORAL_ADDRESS: must be a host and a port");
  expect(message).toContain("TEMPORAL_*: ENOENT");
  for (const address of ["localhost", "10.0.0.1:7233", "[::1]:7233", "a_b.tmprl.cloud:7233"]) {
    const { temporal: settings } = readServerConfig({ ...server, TEMPORAL_ADDRESS: address });
    expect(settings.connectionOptions.address).toBe(address);
  }
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

  test("is judged whole by both processes, with the place of each mistake", () => {
    const MAPPING_FILE = mappingFile({
      lead: [
        { column: "lastname", value: "x" },
        { column: "Last Name", value: "{client.surname}", size: 1 },
        { column: 7, value: {} },
      ],
      wire: { statuses: { x: "y" }, paths: { sequence: "a..b", staff: {} } },
      colour: 1,
    });
    for (const message of [
      messageOf(() => readServerConfig({ ...server, MAPPING_FILE })),
      messageOf(() => readWorkerConfig({ ...worker, MAPPING_FILE })),
    ]) {
      expect(message.split("\n").slice(1).toSorted()).toEqual([
        "  - MAPPING_FILE: colour: is not known",
        expect.stringContaining("lead[1].column: must be a column's logical name"),
        "  - MAPPING_FILE: lead[1].size: is not known",
        '  - MAPPING_FILE: lead[1].value: there is no field {client.surname} (now "{client.surname}")',
        expect.stringContaining("lead[2].column: must be a column's logical name"),
        "  - MAPPING_FILE: lead[2].value: must be a text, a number, true or false",
        expect.stringContaining("wire.paths.sequence: must be a path such as"),
        expect.stringContaining("wire.paths.staff.list: must be a path such as"),
        expect.stringContaining("wire.paths: appointment.id is missing"),
        expect.stringContaining("wire.paths: event is missing"),
        expect.stringContaining("wire.statuses.x: must be one of confirmed, "),
      ]);
    }
  });

  test.each([
    ["[]", "must hold a JSON object"],
    ["{", "cannot be read: "],
  ])("that is %s is refused, with its path", (content, why) => {
    const MAPPING_FILE = mappingFile(content);
    const message = messageOf(() => readServerConfig({ ...server, MAPPING_FILE }));
    expect(message).toContain(`MAPPING_FILE: ${why}`);
    expect(message).toContain(`now "${MAPPING_FILE}"`);
  });
});

/** Every variable there is: each kind of process, each profile, each way to log in. */
const cases: readonly (readonly [string, z.ZodType, Readonly<Record<string, string>>])[] = [
  ["worker", workerVariables, {}],
  ...["standard", "hmac", "laravel", "token", "basic"].map(
    (profile) => [`server with ${profile}`, serverVariables, { COCONUT_WEBHOOK_PROFILE: profile }] as const,
  ),
  ...["password", "sso"].map(
    (login) => [`pane with ${login}`, paneVariables, { PANE_LOGIN: login }] as const,
  ),
];
test("these are all the variables", () => {
  const everything = combine(workerVariables, serverVariables, paneVariables);
  const names = cases.flatMap(([, schema, chosen]) => Object.keys(variablesOf(schema, chosen)));
  const all = Object.keys(variablesOf(everything, { COCONUT_WEBHOOK_PROFILE: "?", PANE_LOGIN: "?" }));
  expect([...new Set(names)].toSorted()).toEqual(all.toSorted());
});

const wrong = "wrong☃\u0001";
const isSecret = /SECRET|PASSWORD|API_KEY/;
/** Whatever stands in these may be right. */
const anyText = new Set([
  "AZURE_CLIENT_SECRET",
  "AZURE_FEDERATED_TOKEN_FILE",
  "COCONUT_WEBHOOK_PREFIX",
  "OIDC_CLIENT_ID",
  "OIDC_CLIENT_SECRET",
  "TEMPORAL_NAMESPACE",
]);

describe.each(cases)("each variable of the %s", (_name, schema, chosen) => {
  const variables = Object.entries(variablesOf(schema, chosen));
  const linesOf = (name: string, env: Environment) =>
    messageOf(() => readVariables(schema, env))
      .split("\n")
      .filter((line) => line.startsWith(`  - ${name}: `));

  test("has an example of its own, which is right", () => {
    expect(variables.length).toBeGreaterThan(1);
    for (const [name, variable] of variables) {
      const { example, isHidden } = z.globalRegistry.get(variable) ?? {};
      expect(example, name).toBeTypeOf("string");
      // Files of another machine; of a secret the example shows the form.
      if (isHidden || /_(?:FILE|PATH)$/.test(name)) continue;
      expect(z.safeParse(variable, example).error, name).toBeUndefined();
    }
  });

  test("is told its own example when it is wrong, all in one error, and no secret is quoted", () => {
    const env = { ...Object.fromEntries(variables.map(([name]) => [name, wrong])), ...chosen };
    for (const [name, variable] of variables) {
      if (name in chosen || anyText.has(name)) continue;
      const { example, isHidden } = z.globalRegistry.get(variable) ?? {};
      const lines = linesOf(name, env);
      expect(lines, name).not.toEqual([]);
      for (const line of lines) {
        expect(line).toContain(`for example ${example})`);
        expect(line.includes(JSON.stringify(wrong)), line).toBe(!(isHidden ?? isSecret.test(name)));
      }
    }
  });

  test("that has to be set is missed by name, all in one error, whether unset, empty or white space", () => {
    const required = variables.filter(([, variable]) => !z.safeParse(variable, undefined).success);
    expect(required.length).toBeGreaterThan(0);
    for (const nothing of [undefined, "", " \t\n"]) {
      const env = { ...Object.fromEntries(variables.map(([name]) => [name, nothing])), ...chosen };
      for (const [name, variable] of required) {
        if (name in chosen) continue;
        const { example } = z.globalRegistry.get(variable) ?? {};
        expect(linesOf(name, env)).toEqual([`  - ${name}: is not set (for example ${example})`]);
      }
    }
  });

  test("is left out of the list of those that take any text where it does not", () => {
    for (const [name, variable] of variables) {
      if (anyText.has(name)) expect(z.safeParse(variable, wrong).success, name).toBe(true);
    }
  });
});
