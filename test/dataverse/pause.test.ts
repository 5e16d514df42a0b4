/** What the client does when Dynamics asks for a pause: it sends nothing, and says for how long. Over sockets. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { createDataverseClient, type DataverseClient } from "../../src/dataverse/client.ts";
import { DataverseError } from "../../src/dataverse/errors.ts";
import { createCleanup } from "../../tools/cleanup.ts";
import { type Asked, json, startStandIn, type Told } from "../helpers/stand-in.ts";

let cleanup = createCleanup();
afterEach(async () => {
  await cleanup[Symbol.asyncDispose]();
  cleanup = createCleanup();
});

async function clientBefore(answer: (asked: Asked, count: number) => Told | Promise<Told>) {
  const standIn = cleanup.use(await startStandIn(answer));
  let signIns = 0;
  const get = async () => {
    signIns += 1;
    return "token";
  };
  const { url, dispatcher } = standIn;
  const client = createDataverseClient({ url, tokens: { get, renew: get }, dispatcher });
  return { client, standIn, signIns: () => signIns };
}

const pause = (status: number, retryAfter?: string) =>
  json(status, {}, retryAfter === undefined ? {} : { "retry-after": retryAfter });

async function factsOf(client: DataverseClient, path = "leads") {
  const error = await client.send({ method: "GET", path }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error !== undefined && !(error instanceof DataverseError)) throw error;
  return error?.facts;
}

test.each([429, 503])(
  "after a %s nothing is sent until Retry-After has passed, then it is",
  async (status) => {
    const { client, standIn, signIns } = await clientBefore((_asked, count) =>
      count === 1 ? pause(status, "1") : json(200, {}),
    );
    expect(await factsOf(client)).toMatchObject({ kind: "refused", status, retryAfterMs: 1_000 });
    for (const call of [() => factsOf(client), () => factsOf(client)]) {
      const facts = await call();
      expect(facts).toMatchObject({ kind: "unsent", operation: "GET leads" });
      expect(facts?.retryAfterMs).toBeGreaterThan(500);
      expect(facts?.retryAfterMs).toBeLessThanOrEqual(1_000);
    }
    expect(standIn.asked).toHaveLength(1);
    expect(signIns()).toBe(1);
    await sleep(1_050);
    expect(await factsOf(client)).toBeUndefined();
  },
);

test.each([
  ["429 that names no time", pause(429)],
  ["503 that names no time", pause(503)],
  ["500 that names one", pause(500, "60")],
  ["429 with a time that has passed", pause(429, "Wed, 04 Mar 2020 15:00:00 GMT")],
  ["429 with no time at all", pause(429, "0")],
])("a %s stops nobody", async (_what, told) => {
  const { client, standIn } = await clientBefore((_asked, count) => (count === 1 ? told : json(200, {})));
  expect(await factsOf(client)).toMatchObject({ kind: "refused" });
  expect(await factsOf(client)).toBeUndefined();
  expect(standIn.asked).toHaveLength(2);
});

test("a date in another century is a quarter of an hour", async () => {
  const { client } = await clientBefore(() => pause(429, "Wed, 04 Mar 2126 15:00:00 GMT"));
  await factsOf(client);
  const { retryAfterMs = 0 } = (await factsOf(client)) ?? {};
  expect(retryAfterMs).toBeGreaterThan(14 * 60_000);
  expect(retryAfterMs).toBeLessThanOrEqual(15 * 60_000);
});

test("of several pauses the longest counts, in whatever order they are told", async () => {
  const { client } = await clientBefore(async ({ path }) => {
    await sleep(path.endsWith("slow") ? 150 : 50);
    return pause(429, path.endsWith("slow") ? "1" : "60");
  });
  await Promise.all([factsOf(client, "slow"), factsOf(client, "fast")]);
  expect((await factsOf(client))?.retryAfterMs).toBeGreaterThan(50_000);
});

test("who stood in line when the pause began is not sent either", async () => {
  const { client, standIn } = await clientBefore(async () => {
    await sleep(200);
    return pause(429, "60");
  });
  const all = await Promise.all(Array.from({ length: 12 }, () => factsOf(client)));
  expect(all.filter((facts) => facts?.kind === "unsent")).toHaveLength(8);
  expect(standIn.asked).toHaveLength(4);
});
