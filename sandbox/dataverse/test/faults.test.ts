import { expect, test } from "vitest";
import {
  batchOf,
  changeSet,
  haveStruck,
  leadId,
  openSandbox,
  requestToken,
  statusesIn,
  type SandboxClient,
} from "./sandbox-client.ts";

async function statusesOf(caller: SandboxClient, count: number): Promise<number[]> {
  const statuses: number[] = [];
  for (let asked = 0; asked < count; asked += 1) statuses.push((await caller.get("WhoAmI")).status);
  return statuses;
}

test("a fault can strike a part of the requests, the same part for the same seed", async () => {
  await using caller = await openSandbox();
  const runs: number[][] = [];
  for (const seed of [1, 1, 2]) {
    await caller.control("DELETE", "faults");
    await caller.control("POST", "faults", { fraction: 0.3, seed, status: 503, path: "WhoAmI" });
    runs.push(await statusesOf(caller, 60));
  }
  const [first = [], again, other] = runs;
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
  const struck = first.filter((status) => status === 503).length;
  expect(struck).toBeGreaterThan(8);
  expect(struck).toBeLessThan(30);
});

test("a fraction with a number of times strikes no more often than that", async () => {
  await using caller = await openSandbox();
  await caller.control("POST", "faults", { fraction: 0.5, times: 3, status: 503 });
  expect((await statusesOf(caller, 40)).filter((status) => status === 503)).toHaveLength(3);
});

test.each([
  ["deadlock", 500, "0x80044150", /deadlocked on lock resources/],
  ["sqlTimeout", 500, "0x80044151", /Timeout/],
  ["serverBusy", 503, "0x8004a001", /temporarily unavailable/],
  ["organizationDisabled", 403, "0x8004a104", /disabled/],
  ["adminMode", 403, "0x8004a113", /administration mode/],
  ["tokenExpired", 401, "", /Authorization has been denied/],
])("the problem %s is %i %s", async (problem, status, code, message) => {
  await using caller = await openSandbox();
  await caller.control("POST", "faults", { problem });
  const answer = await caller.get("WhoAmI");
  expect([answer.status, answer.json]).toEqual([
    status,
    { error: { code, message: expect.stringMatching(message) } },
  ]);
  expect((await caller.get("WhoAmI")).status).toBe(200);
});

test("a token that is said to be expired is answered with where to get another", async () => {
  await using caller = await openSandbox();
  await caller.control("POST", "faults", { problem: "tokenExpired" });
  const refused = await caller.get("WhoAmI");
  expect([refused.status, refused.headers.get("www-authenticate")]).toEqual([
    401,
    expect.stringContaining(
      `Bearer authorization_uri=${caller.sandbox.url}/${caller.sandbox.tenantId}/oauth2/`,
    ),
  ]);
});

test("the token endpoint refuses with the number its message begins with", async () => {
  await using caller = await openSandbox();
  const message = "AADSTS7000222: The provided client secret keys are expired.";
  await caller.control("POST", "faults", { target: "token", status: 401, code: "invalid_client", message });
  const { status, json } = await requestToken(caller.sandbox, {});
  expect([status, json]).toEqual([
    401,
    { error: "invalid_client", error_description: message, error_codes: [7000222] },
  ]);
});

test("the customisation lock stops what changes definitions, and nothing else", async () => {
  await using caller = await openSandbox();
  await caller.control("POST", "clock", { freeze: true });
  await caller.control("POST", "faults", { problem: "customizationLock", forMs: 60_000 });
  expect((await caller.write("PATCH", `leads(${leadId})`, { lastname: "Lee" })).status).toBe(204);
  for (const path of [
    "EntityDefinitions",
    "EntityDefinitions(LogicalName='lead')/Attributes",
    "PublishXml",
  ]) {
    const answer = await caller.write("POST", path, {});
    expect([answer.status, answer.json]).toMatchObject([400, { error: { code: "0x80071151" } }]);
  }
  await caller.control("POST", "clock", { advanceMs: 60_000 });
  expect(await caller.control("GET", "faults")).toEqual([]);
});

const upsert = (caller: SandboxClient, lastname: string, path = `leads(${leadId})`) =>
  caller.write("PATCH", path, { lastname });

/** Both are there, and have looked for the row, before either goes on. */
async function atOneTime<A, B>(
  caller: SandboxClient,
  one: () => Promise<A>,
  other: () => Promise<B>,
): Promise<[A, B]> {
  await caller.control("POST", "faults", { times: 2, delayMs: 600_000 });
  const answers = Promise.all([one(), other()]);
  await haveStruck(caller);
  await caller.control("DELETE", "faults");
  return answers;
}

const twoUpserts = (caller: SandboxClient, one: string, other: string) =>
  atOneTime(
    caller,
    () => upsert(caller, one),
    () => upsert(caller, other),
  );

test("of two first upserts at a time one finds that the other was first, while races are on", async () => {
  await using caller = await openSandbox();
  await caller.control("POST", "races", { races: true });
  const answers = await twoUpserts(caller, "One", "Two");
  expect(answers.map((answer) => answer.status).toSorted()).toEqual([204, 412]);
  expect(answers.find((answer) => answer.status === 412)?.json).toEqual({
    error: { code: "0x80040237", message: "Cannot insert duplicate key." },
  });
  // The one that lost tries again, and updates.
  expect((await upsert(caller, "Three")).status).toBe(204);
  expect((await caller.get(`leads(${leadId})`)).json.lastname).toBe("Three");
  // Rows that were there are updated by all who come.
  const updates = await twoUpserts(caller, "Four", "Five");
  expect(updates.map((answer) => answer.status)).toEqual([204, 204]);
});

test("a change set does not race against itself, but against others it may lose as a whole", async () => {
  await using caller = await openSandbox();
  await caller.control("POST", "races", { races: true });
  const part = (lastname: string) => ({ method: "PATCH", path: `leads(${leadId})`, body: { lastname } });
  const twice = await caller.batch(batchOf(changeSet(part("One"), part("Two"))));
  expect(statusesIn(twice)).toEqual([204, 204]);

  const other = "33333333-3333-4333-8333-333333333333";
  const elsewhere = { ...part("Three"), path: `leads(${other})` };
  const [batch, alone] = await atOneTime(
    caller,
    () => caller.batch(batchOf(changeSet(part("Four"), elsewhere))),
    () => upsert(caller, "Five", `leads(${other})`),
  );
  expect([statusesIn(batch).at(-1), alone.status].toSorted()).toEqual([204, 412]);
});

test("without races the second upsert is an update", async () => {
  await using caller = await openSandbox();
  const answers = await twoUpserts(caller, "One", "Two");
  expect(answers.map((answer) => answer.status)).toEqual([204, 204]);
});

test.each([
  [403, "<html>Blocked</html>", "text/html"],
  [404, '{"message":"no route"}', "application/json"],
  [302, "", "text/html"],
  [200, "<html>Sign in</html>", "text/html"],
])(
  "something in front of the service can answer %i %s, without any sign of it",
  async (status, body, type) => {
    await using caller = await openSandbox();
    await caller.control("POST", "faults", { status, body, times: 1 });
    const answer = await fetch(`${caller.sandbox.url}/api/data/v9.2/WhoAmI`, { redirect: "manual" });
    expect([answer.status, await answer.text(), answer.headers.get("content-type")]).toEqual([
      status,
      body,
      type,
    ]);
    for (const name of ["odata-version", "x-ms-service-request-id", "set-cookie"]) {
      expect(answer.headers.has(name)).toBe(false);
    }
  },
);
