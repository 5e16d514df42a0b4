/** What the client does when Dynamics asks for a pause: it sends nothing, and says for how long. Over sockets. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createDataverseClient, type DataverseClient } from "../../src/dataverse/client.ts";
import { DataverseError, DataverseSignInError } from "../../src/dataverse/errors.ts";
import { closeAfterTest } from "../helpers/fixtures.ts";
import { type Asked, json, startStandIn, type Told } from "../helpers/stand-in.ts";

// Time stands still unless a test moves it on.
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date", "performance"] }));
afterEach(() => void vi.useRealTimers());

/** Pauses are longer than a request waits, unless a test says otherwise. */
async function clientBefore(
  answer: (asked: Asked, count: number) => Told | Promise<Told>,
  turnTimeoutMs = 500,
) {
  const standIn = closeAfterTest(await startStandIn(answer));
  let signIns = 0;
  const get = async () => {
    signIns += 1;
    return "token";
  };
  const { url, dispatcher } = standIn;
  const patience = { timeoutMs: 60_000, turnTimeoutMs };
  const client = createDataverseClient({ url, tokens: { get, renew: get }, dispatcher, ...patience });
  return { client, standIn, signIns: () => signIns };
}

const pause = (status: number, retryAfter?: string) =>
  json(
    status,
    { error: { code: "", message: "busy" } },
    retryAfter === undefined ? {} : { "retry-after": retryAfter },
  );

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
    const unsent = { kind: "unsent", operation: "GET leads", obstacle: "throttled" };
    expect(await factsOf(client)).toEqual({ ...unsent, retryAfterMs: 1_000 });
    vi.advanceTimersByTime(999);
    expect(await factsOf(client)).toEqual({ ...unsent, retryAfterMs: 1 });
    expect(standIn.asked).toHaveLength(1);
    expect(signIns()).toBe(1);
    vi.advanceTimersByTime(1);
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

test("a pause that is named by its end lasts until then", async () => {
  vi.setSystemTime("2026-03-04T15:00:00Z");
  const { client, standIn } = await clientBefore((_asked, count) =>
    count === 1 ? pause(429, "Wed, 04 Mar 2026 15:00:30 GMT") : json(200, {}),
  );
  expect(await factsOf(client)).toMatchObject({ kind: "refused", retryAfterMs: 30_000 });
  vi.advanceTimersByTime(29_999);
  expect(await factsOf(client)).toMatchObject({ kind: "unsent", retryAfterMs: 1 });
  vi.advanceTimersByTime(1);
  expect(await factsOf(client)).toBeUndefined();
  expect(standIn.asked).toHaveLength(2);
});

test("a date in another century is a quarter of an hour", async () => {
  const { client } = await clientBefore(() => pause(429, "Wed, 04 Mar 2126 15:00:00 GMT"));
  await factsOf(client);
  expect((await factsOf(client))?.retryAfterMs).toBe(15 * 60_000);
});

test.each([
  ["1", "60"],
  ["60", "1"],
])(
  "of several pauses the longest counts, in whatever order they are told: %s s, then %s s",
  async (...told) => {
    const tell = new Map<string, (told: Told) => void>();
    const { client } = await clientBefore(
      ({ path }) => new Promise((resolve) => void tell.set(path.slice(-1), resolve)),
    );
    const asking = told.map((_seconds, index) => factsOf(client, `leads${index}`));
    await expect.poll(() => tell.size).toBe(2);
    for (const [index, seconds] of told.entries()) {
      tell.get(String(index))?.(pause(429, seconds));
      await asking[index];
    }
    expect((await factsOf(client))?.retryAfterMs).toBe(60_000);
  },
);

test("who stood in line when the pause began is not sent either", async () => {
  let tell = (_told: Told): void => {};
  const held = new Promise<Told>((resolve) => (tell = resolve));
  const { client, standIn } = await clientBefore(() => held, 60_000);
  const asking = Array.from({ length: 12 }, () => factsOf(client));
  await expect.poll(() => standIn.asked.length).toBe(4);
  tell(pause(429, "600"));
  const all = await Promise.all(asking);
  expect(all.filter((facts) => facts?.kind === "refused")).toHaveLength(4);
  expect(all.filter((facts) => facts?.retryAfterMs === 600_000 && facts.kind === "unsent")).toHaveLength(8);
  expect(standIn.asked).toHaveLength(4);
});

test("a pause that is shorter than a request may wait is waited out in it", async () => {
  const { client, standIn } = await clientBefore(
    (_asked, count) => (count === 1 ? pause(429, "3") : json(200, {})),
    60_000,
  );
  await factsOf(client);
  const waiting = factsOf(client);
  vi.advanceTimersByTime(3_000);
  expect(await waiting).toBeUndefined();
  expect(standIn.asked).toHaveLength(2);
});

test("after a pause one request goes first, and the others when it has succeeded", async () => {
  const held: (() => void)[] = [];
  const { client, standIn } = await clientBefore(async (_asked, count) => {
    if (count === 1) return pause(429, "3");
    await new Promise<void>((resolve) => void held.push(resolve));
    return json(200, {});
  }, 60_000);
  await factsOf(client);
  const waiting = Array.from({ length: 4 }, () => factsOf(client));
  vi.advanceTimersByTime(3_000);
  await expect.poll(() => held.length).toBe(1);
  held.pop()?.();
  await expect.poll(() => held.length).toBe(3);
  for (const release of held) release();
  expect(await Promise.all(waiting)).toEqual(waiting.map(() => undefined));
  expect(standIn.asked).toHaveLength(5);
});

test("a sign-in that failed is not tried again by each request, and each says what it failed of", async () => {
  let signIns = 0;
  const standIn = closeAfterTest(await startStandIn(() => json(200, {})));
  const get = async () => {
    signIns += 1;
    throw new DataverseSignInError("AADSTS7000215", undefined);
  };
  const { url, dispatcher } = standIn;
  const tokens = { get, renew: get };
  const client = createDataverseClient({ url, tokens, dispatcher, timeoutMs: 60_000, turnTimeoutMs: 100 });
  const failing = Array.from({ length: 8 }, () => client.send({ method: "GET", path: "leads" }));
  const failed = await Promise.allSettled(failing);
  for (const one of failed) expect(one).toMatchObject({ reason: { code: "AADSTS7000215" } });
  expect(signIns).toBe(4);
  expect(standIn.asked).toEqual([]);
});
