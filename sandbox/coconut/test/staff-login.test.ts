import { afterEach, beforeEach, expect, test } from "vitest";
import type { CoconutSandbox } from "../src/server.ts";
import { startCoconutSandbox } from "../src/server.ts";

let sandbox: CoconutSandbox;
let nowMs: number;

beforeEach(async () => {
  nowMs = Date.parse("2021-03-01T15:00:00Z");
  sandbox = await startCoconutSandbox({ tenant: "acme", nowMs: () => nowMs });
});
afterEach(async () => sandbox[Symbol.asyncDispose]());

async function signIn(username: string, password = sandbox.staffPassword) {
  const response = await fetch(sandbox.loginUrl, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username, password }),
  });
  const body: unknown = await response.json();
  return { status: response.status, body, retryAfter: response.headers.get("retry-after") };
}

test("staff sign in with their e-mail address, whatever its case", async () => {
  expect(await signIn(" Dana.Roy@ACME.example ")).toMatchObject({
    status: 200,
    body: {
      data: {
        type: "users",
        id: "31",
        attributes: { first_name: "Dana", last_name: "Roy", email: "dana.roy@acme.example" },
      },
    },
  });
});

test("a wrong password and an unknown user are answered alike", async () => {
  const wrong = await signIn("dana.roy@acme.example", "x");
  expect(wrong.status).toBe(401);
  expect(await signIn("nobody@acme.example", "x")).toStrictEqual(wrong);
});

test("who is disabled is told so, but only with the right password", async () => {
  expect((await signIn("old.hand@acme.example", "x")).status).toBe(401);
  expect((await signIn("old.hand@acme.example")).status).toBe(403);
});

test.each(["dana.roy@acme.example", "nobody@acme.example"])(
  "after five wrong tries %s must wait, and others need not",
  async (username) => {
    for (let count = 0; count < 5; count += 1) expect((await signIn(username, "x")).status).toBe(401);
    nowMs += 20_000;
    const closed = await signIn(username);
    expect([closed.status, closed.retryAfter]).toStrictEqual([429, "40"]);
    expect((await signIn(username.toUpperCase())).status).toBe(429);
    expect((await signIn("marc.tremblay@acme.example")).status).toBe(200);
    nowMs += 40_001;
    expect((await signIn(username, "x")).status).toBe(401);
  },
);

test("a right password and a reset both forget the wrong ones", async () => {
  const tryWrong = async (times: number) => {
    for (let count = 0; count < times; count += 1) await signIn("dana.roy@acme.example", "x");
  };
  await tryWrong(4);
  expect((await signIn("dana.roy@acme.example")).status).toBe(200);
  await tryWrong(4);
  expect((await signIn("dana.roy@acme.example")).status).toBe(200);
  await tryWrong(5);
  expect((await signIn("dana.roy@acme.example")).status).toBe(429);
  sandbox.reset();
  expect((await signIn("dana.roy@acme.example")).status).toBe(200);
});

test("a body that is none names what is missing, and only POST signs in", async () => {
  const response = await fetch(sandbox.loginUrl, { method: "POST", body: "{}" });
  expect(response.status).toBe(422);
  expect(await response.text()).toMatch(/\/username.*\/password/u);
  expect((await fetch(sandbox.loginUrl)).status).toBe(404);
});
