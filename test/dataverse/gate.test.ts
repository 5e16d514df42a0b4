/** When the gate closes, for how long, and what opens it. Time moves only when a test moves it. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createGate } from "../../src/dataverse/gate.ts";
import { outcomeOf, outcomeOfSignIn } from "../../src/dataverse/outcomes.ts";
import { DataverseSignInError } from "../../src/dataverse/errors.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date", "performance"], now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

const jsonType = { "content-type": "application/json" };
const answers = {
  fine: { status: 200, headers: { ...jsonType, "odata-version": "4.0" }, text: "{}" },
  refused: { status: 400, headers: jsonType, text: '{"error":{"code":"0x80040203","message":""}}' },
  deadlock: { status: 500, headers: jsonType, text: '{"error":{"code":"0x80044150","message":""}}' },
  switchedOff: { status: 403, headers: jsonType, text: '{"error":{"code":"0x8004A104","message":""}}' },
  gateway: { status: 502, headers: { "content-type": "text/html" }, text: "<h1>Bad gateway</h1>" },
  page: { status: 404, headers: { "content-type": "text/html" }, text: "<h1>Not here</h1>" },
  login: { status: 200, headers: { "content-type": "text/html" }, text: "<h1>Log in</h1>" },
  otherService: { status: 200, headers: jsonType, text: '{"value":[]}' },
  nothing: { status: 204, headers: {}, text: "" },
  otherRefusal: { status: 403, headers: jsonType, text: '{"error":{"code":"Forbidden","message":"no"}}' },
  proxyLogin: { status: 401, headers: { "www-authenticate": "Negotiate" }, text: "<h1>Log in</h1>" },
  redirect: { status: 302, headers: { location: "/maintenance" }, text: "" },
  busy: { status: 503, headers: {}, text: "" },
  throttled: { status: 429, headers: {}, text: "" },
  pause: { status: 429, headers: { "retry-after": "60" }, text: "" },
  unauthorized: { status: 401, headers: { "www-authenticate": "Bearer x" }, text: "" },
} as const;
type Answer = keyof typeof answers;

function createCase() {
  const gate = createGate();
  const begin = (key: string) => {
    const sent = { key, sentAt: performance.now() };
    return (answer: Answer) => gate.observe(sent, outcomeOf(answers[answer]));
  };
  const ask = (key: string, answer: Answer) => begin(key)(answer);
  const askThree = (answer: Answer) => ["a", "b", "c"].forEach((key) => ask(key, answer));
  const untilOpen = () => void vi.advanceTimersByTime(Math.ceil(gate.closedForMs()));
  return { gate, begin, ask, askThree, untilOpen };
}

const failures = [
  "deadlock",
  "gateway",
  "page",
  "login",
  "redirect",
  "busy",
  "throttled",
  "otherService",
  "nothing",
  "otherRefusal",
  "proxyLogin",
] as const;

describe("closed after three different requests in a row have failed", () => {
  test.each(failures)("of %s", (answer) => {
    const { gate, ask } = createCase();
    for (const key of ["a", "b"]) ask(key, answer);
    expect(gate.limit()).toBe(4);
    ask("c", answer);
    expect(gate.limit()).toBe(0);
    expect(gate.closedForMs()).toBeGreaterThanOrEqual(750);
    expect(gate.closedForMs()).toBeLessThanOrEqual(1_000);
    const kind = answer === "throttled" ? "throttled" : "unavailable";
    expect(gate.obstacle()).toMatchObject({ kind, since: new Date() });
  });

  test.each(["fine", "refused"] as const)("but not when one of them was %s", (answer) => {
    const { gate, ask } = createCase();
    for (const key of ["a", "b"]) ask(key, "busy");
    ask("c", answer);
    for (const key of ["d", "e"]) ask(key, "busy");
    expect(gate.limit()).toBe(4);
    expect(gate.obstacle()).toBeUndefined();
  });

  test("but never because of one row, however often it fails", () => {
    const { gate, ask } = createCase();
    for (let index = 0; index < 50; index++) ask("ill", "gateway");
    expect(gate.limit()).toBe(4);
  });
});

describe("closed at once", () => {
  test.each([
    ["switchedOff", "unavailable"],
    ["unauthorized", "signIn"],
    ["pause", "throttled"],
  ] as const)("by %s: no request can succeed", (answer, kind) => {
    const { gate, ask } = createCase();
    ask("a", answer);
    expect(gate.limit()).toBe(0);
    expect(gate.obstacle()?.kind).toBe(kind);
  });

  test("by a sign-in that fails, for as long as the provider asks if it does", () => {
    for (const retryAfterMs of [undefined, 300_000]) {
      const { gate } = createCase();
      const error = new DataverseSignInError("AADSTS90033", retryAfterMs);
      gate.observe({ key: "a", sentAt: performance.now() }, outcomeOfSignIn(error));
      expect(gate.obstacle()).toMatchObject({ kind: "signIn", code: "AADSTS90033" });
      expect(gate.closedForMs()).toBeLessThanOrEqual(retryAfterMs ?? 1_000);
      expect(gate.closedForMs()).toBeGreaterThanOrEqual(retryAfterMs ?? 750);
    }
  });
});

test.each([
  ["busy", 10_000],
  ["switchedOff", 10_000],
  ["unauthorized", 60_000],
] as const)("after %s it is closed for 1, 2, 4 … seconds, at most %s ms", (answer, longestMs) => {
  const { gate, ask, askThree, untilOpen } = createCase();
  const began = new Date();
  askThree(answer);
  for (const seconds of [1, 2, 4, 8, 16, 32, 64, 128]) {
    const ms = Math.min(seconds * 1_000, longestMs);
    expect(gate.closedForMs()).toBeGreaterThanOrEqual(ms * 0.75);
    expect(gate.closedForMs()).toBeLessThanOrEqual(ms);
    untilOpen();
    expect(gate.limit()).toBe(1);
    ask("a", answer);
  }
  expect(gate.obstacle()?.since).toEqual(began);
  untilOpen();
  ask("a", "fine");
  expect(gate.limit()).toBe(4);
  expect(gate.obstacle()).toBeUndefined();
  askThree(answer);
  expect(gate.closedForMs()).toBeLessThanOrEqual(1_000);
});

test("after a pause one request goes first, and what it is answered opens the gate or closes it again", () => {
  const { gate, ask, untilOpen } = createCase();
  ask("a", "pause");
  untilOpen();
  expect(gate.limit()).toBe(1);
  ask("a", "pause");
  expect(gate.closedForMs()).toBe(60_000);
  untilOpen();
  ask("a", "fine");
  expect(gate.limit()).toBe(4);
});

test("answers to what was sent before it closed: a success ends an outage but no pause, a failure is no news", () => {
  const { gate, begin, askThree } = createCase();
  const [first, second] = [begin("d"), begin("e")];
  vi.advanceTimersByTime(10);
  askThree("busy");
  const closedForMs = gate.closedForMs();
  first("busy");
  expect(gate.closedForMs()).toBe(closedForMs);
  second("fine");
  expect(gate.limit()).toBe(4);

  const [third, fourth] = [begin("d"), begin("e")];
  vi.advanceTimersByTime(10);
  begin("a")("pause");
  third("fine");
  fourth("busy");
  expect(gate.closedForMs()).toBe(60_000);
});

describe("when Dynamics says that little is left of its limits", () => {
  const left = (requests: number, seconds = "1,200.00") => ({
    status: 200,
    headers: {
      "x-ms-dop-hint": "8",
      "x-ms-ratelimit-burst-remaining-xrm-requests": String(requests),
      "x-ms-ratelimit-time-remaining-xrm-requests": seconds,
    },
  });

  test("requests go one by one, with a gap that grows, until more is left", () => {
    const { gate, untilOpen } = createCase();
    gate.observeLimits(left(6_000));
    gate.observeLimits(left(1_200));
    expect(gate.limit()).toBe(8);
    let lastGapMs = 0;
    for (const remaining of [1_199, 600, 300, 120]) {
      gate.observeLimits(left(remaining));
      expect(gate.closedForMs()).toBeGreaterThan(lastGapMs);
      lastGapMs = gate.closedForMs();
      untilOpen();
      expect(gate.limit()).toBe(1);
    }
    expect(gate.obstacle()?.kind).toBe("throttled");
    gate.observeLimits(left(0));
    expect(gate.closedForMs()).toBe(500);
    gate.observeLimits(left(1_200));
    untilOpen();
    expect(gate.limit()).toBe(8);
    expect(gate.obstacle()).toBeUndefined();
  });

  test("the same goes for execution time", () => {
    const { gate, untilOpen } = createCase();
    gate.observeLimits(left(6_000));
    gate.observeLimits(left(6_000, "100.00"));
    untilOpen();
    expect(gate.limit()).toBe(1);
  });

  test("that is forgotten after a minute without an answer, and pages of a gateway say nothing of it", () => {
    const { gate, untilOpen } = createCase();
    gate.observeLimits(left(6_000));
    gate.observeLimits(left(60));
    gate.observeLimits(answers.gateway);
    untilOpen();
    expect(gate.limit()).toBe(1);
    vi.advanceTimersByTime(60_000);
    expect(gate.limit()).toBe(8);
    expect(gate.obstacle()).toBeUndefined();
  });
});
