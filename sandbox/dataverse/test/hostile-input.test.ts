import { connect } from "node:net";
import { expect, test } from "vitest";
import { findDefinition, isDefinitionPath } from "../src/definitions/address.ts";
import { DataverseError } from "../src/errors/dataverse-error.ts";
import { createModel } from "../src/model/model.ts";
import { parseTarget } from "../src/odata/target.ts";
import { standardTables } from "../src/tables/all.ts";
import { batchOf, openSandbox } from "./sandbox-client.ts";
import { expectDataverseAnswer } from "./dataverse-answer.ts";

const json = { "content-type": "application/json" };

/** Long enough that anything worse than one pass over the input takes minutes: the test would not end in time. */
const many = 900_000;

test.each([
  ["open parentheses", `/systemusers(${"(".repeat(many)}`],
  ["quotes", `/systemusers(k=${"'".repeat(many)}`],
  ["slashes", `${"/".repeat(many)}x`],
])("an address of a megabyte of %s is refused at once", async (_what, address) => {
  await using caller = await openSandbox();
  const body = { lastname: "Lee", "ownerid@odata.bind": address };
  const answer = await caller.write("POST", "leads", body);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expectDataverseAnswer(answer);
});

test.each(["EntityDefinitions", "leads"])("so is a path of %s with nothing but parentheses", async (set) => {
  await using caller = await openSandbox();
  expectDataverseAnswer(await caller.get(set + "(".repeat(20_000)));
  expectDataverseAnswer(await caller.get(`${set}${"/".repeat(20_000)}x`));
  // A longer one is not let in, so those who read it are asked themselves.
  const model = createModel(standardTables);
  for (const path of [set + "(".repeat(many), `${set}${"/".repeat(many)}x`]) {
    const read = isDefinitionPath(path) ? findDefinition : parseTarget;
    expect(() => read(model, path)).toThrow(DataverseError);
  }
});

test("a header in a batch with a megabyte of blanks is read at once", async () => {
  await using caller = await openSandbox();
  const head = `Content-Type: application/http\r\nX-Blank:${" ".repeat(many)}x\u2028x`;
  const part = `${head}\r\n\r\nGET /api/data/v9.2/WhoAmI HTTP/1.1\r\n\r\n\r\n`;
  expectDataverseAnswer(await caller.batch(batchOf(part)));
});

test.each([
  ["a column", "leads", '{"lastname":"x","subject":', "[", "]"],
  ["a column of objects", "leads", '{"lastname":"x","subject":', '{"a":', "}"],
  ["a lookup", "leads", '{"lastname":"x","parentcontactid":', '{"parentcustomerid_account":', "}"],
  ["an argument", "contacts/Microsoft.Dynamics.CRM.CreateMultiple", '{"Targets":', '[{"a":', "}]"],
  ["a definition", "EntityDefinitions", '{"DisplayName":', '{"LocalizedLabels":', "}"],
])("%s nested a hundred thousand times is a bad payload", async (_what, path, start, open, close) => {
  await using caller = await openSandbox();
  const body = `${start}${open.repeat(100_000)}1${close.repeat(100_000)}}`;
  const answer = await caller.send("POST", path, body, json);
  expect(answer.status).toBe(400);
  expectDataverseAnswer(answer);
});

test("brackets inside of a text are no nesting", async () => {
  await using caller = await openSandbox();
  const body = { lastname: "x", subject: `${"[".repeat(150)}"\\` };
  expect((await caller.write("POST", "leads", body)).status).toBe(204);
});

test("a slash in a quoted key belongs to the key", async () => {
  await using caller = await openSandbox();
  const answer = await caller.get("accounts(accountnumber='a)/b')");
  expect(answer.json.error).toMatchObject({ code: "0x80060890" });
});

test("what is no HTTP costs the sender the connection, and nobody else anything", async () => {
  await using caller = await openSandbox();
  const port = Number(new URL(caller.sandbox.url).port);
  for (const sent of ["\0\r\n\r\n", "FOO / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n"])
    expect(await sendRaw(port, sent)).toMatch(/^HTTP\/1\.1 400 /);
  expect((await caller.get("WhoAmI")).status).toBe(200);
});

test("what rows say is text on the page, and of thousands the newest are there", async () => {
  await using caller = await openSandbox();
  const markup = `"'><script>alert(1)</script><img src=x>`;
  const Targets = Array.from({ length: 300 }, () => ({
    "@odata.type": "Microsoft.Dynamics.CRM.lead",
    lastname: markup,
    subject: markup,
    emailaddress1: `${markup}@example.com`,
  }));
  expect(
    (await caller.write("POST", "leads/Microsoft.Dynamics.CRM.CreateMultiple", { Targets })).status,
  ).toBe(200);
  await caller.get(encodeURIComponent(markup));
  const page = await (await fetch(`${caller.sandbox.url}/`)).text();
  expect(page).not.toMatch(/<img|<script>alert/);
  expect(page.split("&#60;img src=x&#62;@example.com")).toHaveLength(101);
  expect(page).toMatch(/and 2\d\d older ones/);
});

async function sendRaw(port: number, text: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.end(text);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
