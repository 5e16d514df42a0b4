import { expect, test } from "vitest";
import { watchSync } from "../booking/watch-sync.ts";
import { bankerApi, refusalReply, startStubServer } from "./stub-server.ts";
import type { Reply } from "./stub-server.ts";

const syncing: Reply = { status: 200, body: { state: "syncing", activityId: null } };
const inStep: Reply = { status: 200, body: { state: "in_step", activityId: "a1" } };
const pace = { slowAfterMs: 600_000, everyMs: 10, totalMs: 600_000 };

async function watch(
  url: string,
  signal = new AbortController().signal,
  changes: Partial<typeof pace> = {},
  onSlow = (): void => undefined,
) {
  let patienceOver = 0;
  const api = bankerApi(url);
  const found = await watchSync(
    (leaving) => api.syncState("90/01", leaving),
    signal,
    () => {
      patienceOver += 1;
      onSlow();
    },
    { ...pace, ...changes },
  );
  return { found, patienceOver };
}

test("the pane asks until the appointment is in Dynamics, and does not report a short wait as slow", async () => {
  await using server = await startStubServer(syncing, syncing, inStep);
  expect(await watch(server.url)).toEqual({ found: inStep.body, patienceOver: 0 });
  expect(server.requests.map(({ url }) => url)).toEqual(
    Array.from({ length: 3 }, () => "/pane/api/bookings/90%2F01?lang=en"),
  );
});

test("a long wait is reported as slow once, and goes on", async () => {
  let say = (): void => undefined;
  const onceSaid = new Promise<Reply>((resolve) => {
    say = () => resolve(inStep);
  });
  await using server = await startStubServer(syncing, syncing, syncing, onceSaid);
  expect(await watch(server.url, undefined, { slowAfterMs: 30 }, say)).toEqual({
    found: inStep.body,
    patienceOver: 1,
  });
});

test("a call that fails is repeated", async () => {
  await using server = await startStubServer("lost", refusalReply(503, "temporal_unavailable"), inStep);
  expect((await watch(server.url)).found).toEqual(inStep.body);
});

test("an appointment that needs a person ends the wait", async () => {
  await using server = await startStubServer({
    status: 200,
    body: { state: "needs_attention", activityId: null },
  });
  expect((await watch(server.url)).found?.state).toBe("needs_attention");
});

test("the wait ends without a state after the whole time, or when the session has expired", async () => {
  await using server = await startStubServer(syncing);
  expect(await watch(server.url, undefined, { totalMs: 60, slowAfterMs: 20 })).toEqual({
    found: undefined,
    patienceOver: 1,
  });

  await using ended = await startStubServer(refusalReply(401, "session_expired"));
  expect(await watch(ended.url)).toEqual({ found: undefined, patienceOver: 1 });
  expect(ended.requests).toHaveLength(1);
});

test("a pane that is closed asks nothing", async () => {
  await using server = await startStubServer(syncing);
  expect(await watch(server.url, AbortSignal.abort())).toEqual({ found: undefined, patienceOver: 0 });
  expect(server.requests).toHaveLength(0);
});
