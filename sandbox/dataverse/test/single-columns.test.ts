import { expect, test } from "vitest";
import { leadId, openSandbox } from "./sandbox-client.ts";

const column = `leads(${leadId})/subject`;

test("a column is set or cleared only in the version of the row that If-Match names", async () => {
  await using caller = await openSandbox();
  await caller.write("PATCH", `leads(${leadId})`, { subject: "First" });
  const before = (await caller.get(`leads(${leadId})?$select=subject`)).headers.get("etag") ?? "";
  await caller.write("PATCH", `leads(${leadId})`, { subject: "Second" });

  const stale = { "if-match": before };
  const set = await caller.write("PUT", column, { value: "Third" }, stale);
  const cleared = await caller.send("DELETE", column, undefined, stale);
  for (const answer of [set, cleared]) {
    expect([answer.status, answer.json.error]).toMatchObject([412, { code: "0x80060882" }]);
  }
  expect((await caller.get(column)).json.value).toBe("Second");

  const now = (await caller.get(`leads(${leadId})?$select=subject`)).headers.get("etag") ?? "";
  expect((await caller.write("PUT", column, { value: "Third" }, { "if-match": now })).status).toBe(204);
  expect((await caller.send("DELETE", column, undefined, { "if-match": "*" })).status).toBe(204);
  expect((await caller.get(column)).status).toBe(204);
});

test("a body without a value clears nothing", async () => {
  await using caller = await openSandbox();
  await caller.write("PATCH", `leads(${leadId})`, { subject: "Kept" });
  const answer = await caller.write("PUT", column, { subject: "Lost" });
  expect([answer.status, answer.json.error]).toMatchObject([400, { code: "0x80048d19" }]);
  expect((await caller.get(column)).json.value).toBe("Kept");
  await caller.write("PUT", column, { value: null });
  expect((await caller.get(column)).status).toBe(204);
});
