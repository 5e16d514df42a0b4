import { expect, test } from "vitest";
import { openService } from "./service.ts";

// The examples of "Execute batch operations using the Web API".

async function openBatching() {
  const service = await openService();
  const account = await service.create("accounts", { name: "Batch sample" });
  const batch = (lines: readonly string[], headers: Record<string, string> = {}) =>
    service.send("POST", "$batch", `${lines.join("\r\n")}\r\n`, {
      "Content-Type": 'multipart/mixed; boundary="batch_sample"',
      ...headers,
    });
  return { ...service, account, batch, [Symbol.asyncDispose]: () => service[Symbol.asyncDispose]() };
}

const part = ["Content-Type: application/http", "Content-Transfer-Encoding: binary"];

function task(account: string, subject: string): string {
  return JSON.stringify({ subject, "regardingobjectid_account_task@odata.bind": account });
}

const create = (account: string, subject: string) => [
  "--batch_sample",
  ...part,
  "",
  "POST /api/data/v9.2/tasks HTTP/1.1",
  "Content-Type: application/json; type=entry",
  "",
  task(account, subject),
];

const inner = (text: string) => [...text.matchAll(/^HTTP\/1\.1 (\d+ [\w ]+)\r$/gm)].map((match) => match[1]);

test("three rows are created, one after the other", async () => {
  await using service = await openBatching();
  const answer = await service.batch([
    ...create(service.account, "Task 1"),
    ...create(service.account, "Task 2"),
    ...create(service.account, "Task 3"),
    "--batch_sample--",
  ]);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toMatch(
    /^multipart\/mixed; boundary=batchresponse_[0-9a-f-]{36}$/,
  );
  expect(inner(answer.text)).toEqual(["204 No Content", "204 No Content", "204 No Content"]);
  expect([...answer.text.matchAll(/^OData-EntityId: .*\/tasks\([0-9a-f-]{36}\)\r$/gm)]).toHaveLength(3);
});

test("a change set is one transaction, and a GET after it sees its rows", async () => {
  await using service = await openBatching();
  const createInSet = (id: number) => [
    "--changeset_sample",
    ...part,
    `Content-ID: ${id}`,
    "",
    "POST /api/data/v9.2/tasks HTTP/1.1",
    "Content-Type: application/json; type=entry",
    "",
    task(service.account, `Task ${id} in batch`),
  ];
  const answer = await service.batch([
    "--batch_sample",
    'Content-Type: multipart/mixed; boundary="changeset_sample"',
    "",
    ...createInSet(1),
    ...createInSet(2),
    "--changeset_sample--",
    "",
    "--batch_sample",
    ...part,
    "",
    `GET ${service.account}?$select=name&$expand=Account_Tasks($select=subject) HTTP/1.1`,
    "Accept: application/json",
    "",
    "--batch_sample--",
  ]);
  expect(inner(answer.text)).toEqual(["204 No Content", "204 No Content", "200 OK"]);
  expect(answer.text).toMatch(/Content-Type: multipart\/mixed; boundary=changesetresponse_[0-9a-f-]{36}\r\n/);
  expect(answer.text).toContain('"subject":"Task 2 in batch"');
});

test("requests of a change set refer to each other in addresses and in bodies", async () => {
  await using service = await openBatching();
  const answer = await service.batch([
    "--batch_sample",
    'Content-Type: multipart/mixed; boundary="changeset_sample"',
    "",
    "--changeset_sample",
    ...part,
    "Content-ID: 1",
    "",
    "POST /api/data/v9.2/leads HTTP/1.1",
    "Content-Type: application/json; type=entry",
    "",
    '{"firstname":"aaa","lastname":"bbb"}',
    "--changeset_sample",
    ...part,
    "Content-ID: 2",
    "",
    "POST /api/data/v9.2/contacts HTTP/1.1",
    "Content-Type: application/json; type=entry",
    "",
    '{"firstname":"Chris","lastname":"Smith","originatingleadid@odata.bind":"$1"}',
    "--changeset_sample",
    ...part,
    "Content-ID: 3",
    "",
    "PUT $1/lastname HTTP/1.1",
    "Content-Type: application/json; type=entry",
    "",
    '{"value":"BBBBB"}',
    "--changeset_sample",
    ...part,
    "Content-ID: 4",
    "",
    "PATCH $2 HTTP/1.1",
    "Content-Type: application/json; type=entry",
    "",
    '{"jobtitle":"Boss"}',
    "--changeset_sample--",
    "",
    "--batch_sample--",
  ]);
  expect(inner(answer.text)).toEqual(Array.from({ length: 4 }, () => "204 No Content"));
  const { rows } = await service.get(
    "contacts?$select=jobtitle&$filter=lastname eq 'Smith' and firstname eq 'Chris'&$expand=originatingleadid($select=lastname)",
  );
  expect(rows).toMatchObject([{ jobtitle: "Boss", originatingleadid: { lastname: "BBBBB" } }]);
});

test("an error stops the batch, unless the caller prefers to continue", async () => {
  await using service = await openBatching();
  const lines = [
    ...create(service.account, "x".repeat(201)),
    ...create(service.account, "fine"),
    "--batch_sample--",
  ];
  const stopped = await service.batch(lines);
  expect([stopped.status, inner(stopped.text)]).toEqual([400, ["400 Bad Request"]]);
  expect(stopped.text).toContain(
    "The length of the 'subject' attribute of the 'task' entity exceeded the maximum allowed length of '200'.",
  );
  const continued = await service.batch(lines, { Prefer: "odata.continue-on-error" });
  expect([continued.status, inner(continued.text)]).toEqual([200, ["400 Bad Request", "204 No Content"]]);
});
