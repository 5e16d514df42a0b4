/** One request, told as it went: what the client makes of every kind of answer. Over sockets. */
import { inspect } from "node:util";
import { expect, test } from "vitest";
import type { Operation } from "../../src/dataverse/batch.ts";
import { createDataverseClient, type DataverseClient } from "../../src/dataverse/client.ts";
import { DataverseError, type DataverseErrorFacts } from "../../src/dataverse/errors.ts";
import { closeAfterTest } from "../helpers/fixtures.ts";
import {
  type Asked,
  batchAnswer,
  json,
  startStandIn,
  type Told,
  written,
  tokenDemand,
} from "../helpers/stand-in.ts";

/** The client before a Dataverse that answers like this; its tokens are `token-1`, `token-2`, … */
async function clientBefore(answer: (asked: Asked, count: number) => Told, timeoutMs = 60_000) {
  const standIn = closeAfterTest(await startStandIn(answer));
  let issued = 1;
  const renewed: string[] = [];
  const tokens = {
    get: async () => `token-${issued}`,
    renew: async (refused: string) => {
      renewed.push(refused);
      issued += 1;
      return `token-${issued}`;
    },
  };
  const { url, dispatcher } = standIn;
  return { client: createDataverseClient({ url, tokens, dispatcher, timeoutMs }), standIn, renewed };
}

const read: Operation = { method: "GET", path: "leads?$filter=lastname eq 'Secret'" };
const write: Operation = { method: "PATCH", path: "leads(0c3c)", body: { lastname: "Secret" } };
const row = { value: [{ leadid: "1" }] };

async function factsOf(call: Promise<unknown>): Promise<DataverseErrorFacts & { readonly message: string }> {
  const error = await call.then(
    () => expect.fail("no error"),
    (reason: unknown) => reason,
  );
  if (!(error instanceof DataverseError)) throw error;
  return { ...error.facts, message: error.message };
}

const eitherWay: readonly [string, (client: DataverseClient) => Promise<unknown>][] = [
  ["send", (client) => client.send(write)],
  ["batch", (client) => client.batch([read, read])],
];

test.each(eitherWay)(
  "%s: a token that is not taken is renewed once and the request sent again",
  async (how, call) => {
    const { client, standIn, renewed } = await clientBefore((_asked, count) => {
      if (count === 1) return tokenDemand;
      return how === "send" ? written : batchAnswer([200, row], [200, row]);
    });
    await call(client);
    expect(renewed).toEqual(["token-1"]);
    expect(standIn.asked.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer token-1",
      "Bearer token-2",
    ]);
    expect(standIn.asked[0]?.body).toBe(standIn.asked[1]?.body);
  },
);

test.each(eitherWay)("%s: a second 401 is told, not tried for ever", async (_how, call) => {
  const { client, standIn } = await clientBefore(() => tokenDemand);
  expect(await factsOf(call(client))).toMatchObject({ kind: "refused", status: 401 });
  expect(standIn.asked).toHaveLength(2);
});

test.each(eitherWay)(
  "%s: no answer in time is an error: nothing else would end the wait",
  async (_how, call) => {
    const { client } = await clientBefore(() => "hang", 300);
    expect((await factsOf(call(client))).kind).toBe("transport");
  },
);

test.each(eitherWay)("%s: an answer without an end is not read on, and not believed", async (_how, call) => {
  const { client } = await clientBefore(() => "endless");
  expect((await factsOf(call(client))).kind).toBe("protocol");
});

test.each(["drop", "cut"] as const)(
  "a line that is cut (%s) is no answer, and nothing is sent twice",
  async (told) => {
    const { client, standIn } = await clientBefore(() => told);
    expect((await factsOf(client.send(write))).kind).toBe("transport");
    expect(standIn.asked).toHaveLength(1);
  },
);

test("a batch comes back in order, each part with its rows", async () => {
  const { client } = await clientBefore(() => batchAnswer([200, row], [200, { value: [] }]));
  const answers = await client.batch([read, read]);
  expect(answers.map(({ body }) => body)).toEqual([row, { value: [] }]);
});

test("a batch with fewer or more answers than requests is not believed", async () => {
  for (const parts of [
    [[200, row]],
    [
      [200, row],
      [200, row],
      [200, row],
    ],
  ] as const) {
    const { client } = await clientBefore(() => batchAnswer(...parts));
    expect((await factsOf(client.batch([read, read]))).kind).toBe("foreign");
  }
});

test("answers of a batch that are mixed up are not believed", async () => {
  const rowsOf = (table: string) =>
    [200, { "@odata.context": `https://x/api/data/v9.2/$metadata#${table}(${table}id)`, value: [] }] as const;
  const { client } = await clientBefore(() => batchAnswer(rowsOf("contacts"), rowsOf("leads")));
  const contacts: Operation = { method: "GET", path: "contacts?$top=1" };
  expect(await client.batch([contacts, read])).toHaveLength(2);
  expect((await factsOf(client.batch([read, contacts]))).kind).toBe("foreign");
});

test("a part of a batch without the signs of an OData service is not believed, whatever its status", async () => {
  for (const lines of [
    ["HTTP/1.1 204 No Content", "", ""],
    ["HTTP/1.1 200 OK", "Content-Type: application/json", "", '{"value":[]}'],
    ["HTTP/1.1 200 OK", "Content-Type: text/html", "", "<h1>Log in</h1>"],
    ["HTTP/1.1 401 Unauthorized", "WWW-Authenticate: Negotiate", "", ""],
  ]) {
    const part = ["--x", "Content-Type: application/http", "", ...lines, "--x--", ""].join("\r\n");
    const headers = { "content-type": "multipart/mixed; boundary=x" };
    const { client } = await clientBefore(() => ({ headers, body: part }));
    expect((await factsOf(client.batch([read]))).kind).toBe("foreign");
    expect((await factsOf(client.batch([write]))).kind).toBe("foreign");
  }
});

test("one failing part fails the batch, whatever the outer status says", async () => {
  const refusal = { error: { code: "0x80040220", message: "missing prvReadLead" } };
  for (const parts of [
    [
      [200, row],
      [403, refusal],
    ],
    [
      [403, refusal],
      [200, row],
    ],
    [[403, refusal]],
  ] as const) {
    const { client } = await clientBefore(() => batchAnswer(...parts));
    expect(await factsOf(client.batch([read, read]))).toMatchObject({
      kind: "refused",
      status: 403,
      dataverseCode: "0x80040220",
      dataverseMessage: "missing prvReadLead",
    });
  }
});

test("a batch that is refused as a whole says why; one that is answered with something else is not believed", async () => {
  const throttled = json(429, { error: { code: "0x80072322" } }, { "retry-after": "7" });
  const { client } = await clientBefore(() => throttled);
  expect(await factsOf(client.batch([read]))).toMatchObject({ status: 429, retryAfterMs: 7_000 });

  const cut = { headers: { "content-type": "multipart/mixed; boundary=x" }, body: "--x\r\n" };
  for (const told of [json(200, row), { body: "<html>" }, { status: 200 }, cut]) {
    const other = await clientBefore(() => told);
    expect((await factsOf(other.client.batch([read]))).kind).toBe("foreign");
  }
});

const page: Told = {
  body: "<html>Secret</html>",
  headers: { "content-type": "text/html; charset=utf-8", server: "BigIP", via: "1.1 proxy.bank.example" },
};
const notDataverse: readonly [string, Partial<Exclude<Told, string>>][] = [
  ["a page", page],
  ["no body", {}],
  ["JSON of another service", json(200, { message: "Secret" }) as object],
  ["an error that is a word", json(200, { error: "Secret" }) as object],
  [
    "an error object with a word as its code",
    json(200, { error: { code: "NotFound", message: "Secret" } }) as object,
  ],
  ["an error object without a code", json(200, { error: { message: "Secret" } }) as object],
  ["an error object with an empty code and no message", json(200, { error: { code: "" } }) as object],
];
const statuses = [
  300, 301, 302, 307, 308, 400, 401, 403, 404, 405, 407, 409, 410, 411, 412, 413, 414, 415, 416, 417,
];
const moreStatuses = [418, 421, 426, 428, 429, 431, 451, 500, 502, 503, 504, 511, 520, 599];

test.each(notDataverse)("%s with any status is not Dynamics' answer", async (_what, told) => {
  let status = 0;
  const { client } = await clientBefore(() => ({ ...told, status }));
  for (status of [...statuses, ...moreStatuses]) {
    for (const call of [client.send(read), client.send(write), client.batch([read])]) {
      const facts = await factsOf(call);
      expect(facts).toMatchObject({ kind: "foreign", status });
      expect(facts.message).not.toContain("Secret");
    }
  }
});

test("of who answered in Dynamics' place the error says what helps to find it, and nothing that is odd", async () => {
  const { client } = await clientBefore(() => ({ ...page, status: 403 }));
  expect((await factsOf(client.send(read))).message).toBe(
    "Dataverse GET leads: 403, not Dynamics' own answer (text/html, server: BigIP, via: 1.1 proxy.bank.example)",
  );
  const location = "https://login.bank.example/sso?user=ann.lee@example.com";
  const login = await clientBefore(() => ({ status: 302, headers: { location } }));
  expect((await factsOf(login.client.send(read))).message).toBe(
    "Dataverse GET leads: 302, not Dynamics' own answer (no content type, to login.bank.example)",
  );
  const odd = await clientBefore(() => ({ status: 404, headers: { server: `<b>"${"x".repeat(500)}` } }));
  expect((await factsOf(odd.client.send(read))).message).toMatch(/server: bx{59}\)$/);
});

test("a proxy's 200 does not pass for rows, or for a row that was written", async () => {
  for (const told of [page, {}, { body: "{}" }, { body: '{"value":[]}' }, { status: 201 }, { status: 204 }]) {
    const { client } = await clientBefore(() => told);
    for (const call of [client.send(read), client.send(write)]) {
      expect((await factsOf(call)).kind).toBe("foreign");
    }
  }
});

test("each sign of an OData service makes a success one of Dynamics", async () => {
  const context = JSON.stringify({
    "@odata.context": "https://contoso.crm.dynamics.com/$metadata",
    value: [],
  });
  const headers = ["odata-version", "odata-entityid", "x-ms-service-request-id"];
  for (const told of [...headers.map((name) => ({ headers: { [name]: "4.0" } })), { body: context }]) {
    const { client } = await clientBefore(() => told);
    expect((await client.send(read)).status).toBe(200);
  }
});

test("a part of a batch that has no error object is not Dynamics' answer", async () => {
  for (const status of [302, 403, 404, 412, 500]) {
    const { client } = await clientBefore(() => batchAnswer([200, row], [status, { message: "no" }]));
    expect(await factsOf(client.batch([read, read]))).toMatchObject({ kind: "foreign", status });
  }
});

test("an error's members, which loggers write, hold nothing of what was asked", async () => {
  const { client } = await clientBefore(() => json(400, { error: { code: "0x1", message: "m" } }));
  const error = (await client.send(write).catch((reason: unknown) => reason)) as DataverseError;
  expect(error.operations()).toEqual([write]);
  expect(inspect(error, { depth: 10, showHidden: true }) + JSON.stringify(error)).not.toMatch(/Secret|0c3c/);
});

test("a refusal keeps the code in lower case, the request id and how long to wait", async () => {
  const headers = { "x-ms-service-request-id": "r-1", "retry-after": "2" };
  const { client } = await clientBefore(() =>
    json(503, { error: { code: "0x8004A001", message: "m" } }, headers),
  );
  expect(await factsOf(client.send(read))).toMatchObject({
    dataverseCode: "0x8004a001",
    requestId: "r-1",
    retryAfterMs: 2_000,
  });
});

test("an error's message names the operation, never an id, a query, a body or Dataverse's words", async () => {
  const { client } = await clientBefore(() => json(400, { error: { code: "0x1", message: "Secret words" } }));
  const messages = [
    (await factsOf(client.send(write))).message,
    (await factsOf(client.send(read))).message,
    (await factsOf(client.batch([read]))).message,
    (await factsOf(client.batch([{ changeSet: [write, write] }]))).message,
  ];
  expect(messages.join("\n")).not.toMatch(/Secret|0c3c|filter|token-/);
  expect(messages[0]).toBe("Dataverse PATCH leads: 400 0x1");
  expect(messages[3]).toContain("$batch of PATCH leads");
});
