import { expect, test } from "vitest";
import { signedInAs } from "./signed-in-as.ts";
import { batchOf, haveStruck, openSandbox, operation, type Answer } from "./sandbox-client.ts";

const retryAfter = (answer: Answer) => Number(answer.headers.get("retry-after"));
const burstLeft = (answer: Answer) =>
  Number(answer.headers.get("x-ms-ratelimit-burst-remaining-xrm-requests"));
const codeOf = (answer: Answer) => (answer.json.error as { code?: string } | undefined)?.code;

test("a user has so many requests in a window, and the next is told when there is room", async () => {
  await using caller = await openSandbox({ limits: { requests: 5 } });
  await caller.control("POST", "clock", { freeze: true });
  expect(burstLeft(await caller.get("WhoAmI"))).toBe(4);
  await caller.control("POST", "clock", { advanceMs: 100_000 });
  for (const left of [3, 2, 1, 0]) expect(burstLeft(await caller.get("WhoAmI"))).toBe(left);
  const refused = await caller.get("WhoAmI");
  expect([refused.status, refused.json]).toEqual([
    429,
    {
      error: {
        code: "0x80072322",
        message: "Number of requests exceeded the limit of 5 over time window of 300 seconds.",
      },
    },
  ]);
  // Refused ones count as well, so who keeps on waits longer.
  expect(retryAfter(refused)).toBe(300);
  expect(retryAfter(await caller.get("WhoAmI"))).toBe(300);
  // Another user is not concerned.
  expect((await caller.get("WhoAmI", await signedInAs(caller, "administrator"))).status).toBe(200);
  await caller.control("POST", "clock", { advanceMs: 300_000 });
  expect((await caller.get("WhoAmI")).status).toBe(200);
});

test("requests leave the window as they came in", async () => {
  await using caller = await openSandbox({ limits: { requests: 5 } });
  await caller.control("POST", "clock", { freeze: true });
  for (const left of [4, 3, 2]) expect(burstLeft(await caller.get("WhoAmI"))).toBe(left);
  await caller.control("POST", "clock", { advanceMs: 200_000 });
  for (const left of [1, 0]) expect(burstLeft(await caller.get("WhoAmI"))).toBe(left);
  await caller.control("POST", "clock", { advanceMs: 101_000 });
  for (const left of [2, 1, 0]) expect(burstLeft(await caller.get("WhoAmI"))).toBe(left);
  expect(retryAfter(await caller.get("WhoAmI"))).toBe(199);
});

test("Retry-After grows while the caller keeps on, and shrinks while it waits", async () => {
  await using caller = await openSandbox({ limits: { requests: 3 } });
  await caller.control("POST", "clock", { freeze: true });
  await caller.get("WhoAmI");
  for (const seconds of [299, 298, 297]) {
    await caller.control("POST", "clock", { advanceMs: 1000 });
    const answer = await caller.get("WhoAmI");
    if (seconds > 297) expect(answer.status).toBe(200);
    else expect(retryAfter(answer)).toBeGreaterThan(297);
  }
  await caller.control("POST", "clock", { advanceMs: 250_000 });
  const later = await caller.get("WhoAmI");
  expect(later.status).toBe(429);
  expect(retryAfter(later)).toBeLessThan(60);
});

test("time adds up over all requests of a user", async () => {
  let measuredMs = 0;
  await using caller = await openSandbox({ limits: { executionMs: 200 }, stopwatch: () => measuredMs });
  for (const left of ["0.20", "0.08"]) {
    await caller.control("POST", "faults", { delayMs: 600_000 });
    const slow = caller.get("WhoAmI");
    await haveStruck(caller);
    measuredMs += 120;
    await caller.control("DELETE", "faults");
    const { status, headers } = await slow;
    expect([status, headers.get("x-ms-ratelimit-time-remaining-xrm-requests")]).toEqual([200, left]);
  }
  const refused = await caller.get("WhoAmI");
  expect([refused.status, codeOf(refused)]).toEqual([429, "0x80072321"]);
  expect(retryAfter(refused)).toBeGreaterThan(250);
  expect(refused.headers.get("x-ms-ratelimit-time-remaining-xrm-requests")).toBe("0.00");
});

test("a batch is one request, and the limits can be lifted while it runs", async () => {
  await using caller = await openSandbox();
  expect(await caller.control("POST", "limits", { requests: 10_000, dopHint: 20 })).toMatchObject({
    requests: 10_000,
    executionMs: 1_200_000,
    concurrent: 52,
  });
  const parts = Array.from({ length: 30 }, () => operation({ method: "GET", path: "WhoAmI" }));
  const answer = await caller.batch(batchOf(...parts));
  expect([answer.status, burstLeft(answer), answer.headers.get("x-ms-dop-hint")]).toEqual([200, 9_999, "20"]);
  await caller.control("POST", "reset");
  expect(await caller.control("GET", "limits")).toMatchObject({ requests: 6000, dopHint: 4 });
});

test("cookies bind a caller to one server, and one that is known gets no new name", async () => {
  await using caller = await openSandbox();
  const first = (await caller.get("WhoAmI")).headers.getSetCookie();
  expect(first).toEqual([
    expect.stringMatching(/^ARRAffinity=[0-9a-f]{64};domain=127\.0\.0\.1;path=\/; secure; HttpOnly$/),
    expect.stringMatching(/^ReqClientId=[0-9a-f-]{36}; expires=.+ GMT; path=\/; secure; HttpOnly$/),
  ]);
  const again = await caller.get("WhoAmI", { cookie: first.map((one) => one.split(";")[0]).join("; ") });
  expect(again.headers.getSetCookie()).toHaveLength(1);
});
