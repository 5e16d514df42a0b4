import { test } from "vitest";
import { openSandbox } from "./sandbox-client.ts";
import { expectDataverseAnswer } from "./dataverse-answer.ts";

const deep = (open: string, close: string, count: number): string => open.repeat(count) + close.repeat(count);

test.each([
  ["a filter", () => `contacts?$filter=${deep("(", ")", 10_000)}`],
  ["negations", () => `contacts?$filter=${"not%20".repeat(5000)}true eq true`],
  [
    "alternatives",
    () => `contacts?$filter=${Array.from({ length: 2500 }, () => "statecode eq 1").join("+or+")}`,
  ],
  ["an $expand", () => `contacts?$expand=${deep("ownerid($expand=", ")", 1500)}`],
  ["an $apply", () => `contacts?$apply=${deep("filter(", ")", 3000)}`],
  ["a key", () => `contacts${deep("(", ")", 10_000)}`],
  [
    "FetchXML",
    () =>
      `contacts?fetchXml=${encodeURIComponent(`<fetch><entity name="contact">${deep("<filter>", "</filter>", 800)}</entity></fetch>`)}`,
  ],
  ["SQL", () => `contacts?sql=SELECT+fullname+FROM+contact+WHERE+${deep("(", ")", 10_000)}`],
  [
    "a pattern",
    () => `contacts?sql=SELECT+fullname+FROM+contact+WHERE+fullname+LIKE+'${"%25a".repeat(2000)}'`,
  ],
  [
    "a parameter of a function",
    () => `RetrieveTotalRecordCount(EntityNames=@e)?@e=${deep("[", "]", 10_000)}`,
  ],
])("%s nested or repeated thousands of times is answered", async (_what, path) => {
  await using caller = await openSandbox();
  expectDataverseAnswer(await caller.get(path()));
});

test("a payload nested thousands of times is answered", async () => {
  await using caller = await openSandbox();
  const inner = deep('{"parentcontactid":', "}", 20_000).replace("}", "1}");
  const lists = `{"lastname":"x","Lead_Appointments":${deep("[", "]", 50_000)}}`;
  for (const body of [inner, lists, deep("[", "]", 200_000)])
    expectDataverseAnswer(await caller.send("POST", "leads", body, { "content-type": "application/json" }));
});

test("a batch of many delimiters and long headers is answered", async () => {
  await using caller = await openSandbox();
  for (const body of [
    "--batch_b\r\n".repeat(20_000),
    "\r\n--batch_b".repeat(20_000),
    `--batch_b\r\nContent-Type: multipart/mixed${"; ".repeat(100_000)}\r\n\r\n--batch_b--\r\n`,
  ])
    expectDataverseAnswer(await caller.batch(body));
});
