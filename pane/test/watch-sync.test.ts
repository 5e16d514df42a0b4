import { expect, test } from "vitest";
import { createApi } from "../server/api.ts";
import { watchSync } from "../booking/watch-sync.ts";
import { answerWith, refusalReply } from "./stub-server.ts";
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
  const api = createApi(url, "en").forBanker("t");
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

test("the pane asks until the appointment stands in Dynamics, and says nothing while that is quick", async () => {
  await using server = await answerWith(syncing, syncing, inStep);
  expect(await watch(server.url)).toEqual({ found: inStep.body, patienceOver: 0 });
  expect(server.asked.map(({ url }) => url)).toEqual(
    Array.from({ length: 3 }, () => "/pane/api/bookings/90%2F01?lang=en"),
  );
});

test("what takes longer is said, and still awaited", async () => {
  let say = (): void => undefined;
  const onceSaid = new Promise<Reply>((resolve) => {
    say = () => resolve(inStep);
  });
  await using server = await answerWith(syncing, syncing, syncing, onceSaid);
  expect(await watch(server.url, undefined, { slowAfterMs: 30 }, say)).toEqual({
    found: inStep.body,
    patienceOver: 1,
  });
});

test("a question that fails is asked again", async () => {
  await using server = await answerWith("lost", refusalReply(503, "temporal_unavailable"), inStep);
  expect((await watch(server.url)).found).toEqual(inStep.body);
});

test("an appointment that needs a person is said so", async () => {
  await using server = await answerWith({
    status: 200,
    body: { state: "needs_attention", activityId: null },
  });
  expect((await watch(server.url)).found?.state).toBe("needs_attention");
});

test("after the whole time, or without a session, it is left at still syncing", async () => {
  await using server = await answerWith(syncing);
  expect(await watch(server.url, undefined, { totalMs: 60, slowAfterMs: 20 })).toEqual({
    found: undefined,
    patienceOver: 1,
  });

  await using ended = await answerWith(refusalReply(401, "session_expired"));
  expect(await watch(ended.url)).toEqual({ found: undefined, patienceOver: 1 });
  expect(ended.asked).toHaveLength(1);
});

test("a pane that is closed asks no more", async () => {
  await using server = await answerWith(syncing);
  expect(await watch(server.url, AbortSignal.abort())).toEqual({ found: undefined, patienceOver: 0 });
  expect(server.asked).toHaveLength(0);
});
