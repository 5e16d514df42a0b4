import { expect, test } from "vitest";
import { openSandbox } from "./sandbox-client.ts";

test.each([
  ["contacts", "aggregate($count as total)", [{ total: 13 }]],
  [
    "contacts",
    "groupby((statecode),aggregate($count as total))&$orderby=total desc",
    [
      { statecode: 0, total: 12 },
      { statecode: 1, total: 1 },
    ],
  ],
  [
    "contacts",
    "filter(statecode eq 1)/groupby((statecode),aggregate(lastname with countdistinct as names))",
    [{ statecode: 1, names: 1 }],
  ],
  [
    "contacts",
    "filter(lastname eq 'Chen')/groupby((owninguser/fullname))",
    [{ "owninguser/fullname": "Dana Roy" }],
  ],
  [
    "contacts",
    "aggregate(versionnumber with max as newest)&$filter=lastname eq 'Nobody'",
    [{ newest: null }],
  ],
])("%s?$apply=%s", async (set, apply, rows) => {
  await using caller = await openSandbox();
  const answer = await caller.get(`${set}?$apply=${apply}`);
  expect(answer.json.value).toEqual(rows);
});

test.each([
  ["aggregate(lastname with sum as x)", /cannot be aggregated/],
  ["aggregate(versionnumber with nope as x)", /not supported/],
  ["groupby((nope))", /Could not find a property named 'nope'/],
  ["compute(1 as x)", /not supported/],
  ["filter(statecode eq 0)", /requires/],
  ["groupby(statecode)", /expected/],
  ["nope", /Syntax error/],
])("$apply=%s is refused", async (apply, message) => {
  await using caller = await openSandbox();
  const answer = await caller.get(`contacts?$apply=${apply}`);
  expect([answer.status, answer.json]).toMatchObject([
    400,
    { error: { message: expect.stringMatching(message) as string } },
  ]);
});
