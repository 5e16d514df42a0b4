import { describe, expect } from "vitest";
import type { CoconutSandbox } from "../src/server.ts";
import { test } from "./fixtures.ts";
import type { Document } from "./requests.ts";
import { call, OPEN, openBooking } from "./requests.ts";

interface Logged {
  method: string;
  path: string;
  query: string;
  headers: Record<string, string>;
  body?: unknown;
  status?: number;
}

async function arrange(sandbox: CoconutSandbox, fault: object) {
  return call(sandbox, "POST", "/sandbox/faults", fault);
}

async function appointments(sandbox: CoconutSandbox): Promise<number> {
  return (await call<{ data: unknown[] }>(sandbox, "GET", "/sandbox/appointments")).body.data.length;
}

async function logged(sandbox: CoconutSandbox): Promise<Logged[]> {
  return (await call<Logged[]>(sandbox, "GET", "/sandbox/requests")).body;
}

describe("faults", () => {
  test("a status is answered so many times to the calls that match, in JSON:API, and nothing is booked", async ({
    sandbox,
  }) => {
    await arrange(sandbox, { path: "/appointments", method: "post", times: 2, status: 503, retryAfter: 7 });
    expect((await call(sandbox, "GET", `${OPEN}/services`)).status).toBe(200);
    for (let count = 0; count < 2; count += 1) {
      const body = JSON.stringify(openBooking());
      const response = await fetch(`${sandbox.openApiUrl}/appointments`, { method: "POST", body });
      expect([response.status, response.headers.get("retry-after")]).toStrictEqual([503, "7"]);
      expect(await response.json()).toMatchObject({
        errors: [{ status: "503", title: "Service Unavailable" }],
      });
    }
    expect(await appointments(sandbox)).toBe(0);
    expect((await call(sandbox, "GET", "/sandbox/faults")).body).toStrictEqual([]);
    expect((await call(sandbox, "POST", `${OPEN}/appointments`, openBooking())).status).toBe(201);
  });

  test.for([
    ["before", 0],
    ["after", 1],
  ] as const)(
    "a connection dropped %s the booking is carried out leaves %i appointments",
    async ([drop, count], { receiver, sandbox }) => {
      await arrange(sandbox, { path: "/appointments", drop });
      await expect(call(sandbox, "POST", `${OPEN}/appointments`, openBooking())).rejects.toThrow(
        "fetch failed",
      );
      expect(await appointments(sandbox)).toBe(count);
      await receiver.arrived(count);
      const [entry] = await logged(sandbox);
      expect(entry).toMatchObject({ method: "POST", body: { data: {} } });
      expect(entry).not.toHaveProperty("status");
    },
  );

  test("a slow answer is overtaken by others, and still carried out for who has gone", async ({
    sandbox,
  }) => {
    await arrange(sandbox, { path: "/appointments", delayMs: 120_000 });
    const body = JSON.stringify(openBooking());
    const gone = new AbortController();
    const { signal } = gone;
    const answer = fetch(`${sandbox.openApiUrl}/appointments`, { method: "POST", body, signal });
    await expect.poll(async () => (await call(sandbox, "GET", "/sandbox/faults")).body).toStrictEqual([]);
    expect((await call(sandbox, "GET", `${OPEN}/services`)).status).toBe(200);
    gone.abort(new Error("gone"));
    await expect(answer).rejects.toThrow("gone");
    expect(await appointments(sandbox)).toBe(0);
    await call(sandbox, "DELETE", "/sandbox/faults");
    await expect.poll(() => appointments(sandbox)).toBe(1);
  });

  test("a slow answer comes once its time is over", async ({ sandbox }) => {
    await arrange(sandbox, { path: "/appointments", delayMs: 50 });
    expect((await call(sandbox, "POST", `${OPEN}/appointments`, openBooking())).status).toBe(201);
  });

  test("the login has them too, and they can be called off", async ({ sandbox }) => {
    await arrange(sandbox, { path: "/login", status: 500, times: 5 });
    const credentials = { username: "dana.roy@acme.example", password: sandbox.staffPassword };
    expect((await call(sandbox, "POST", "/api/v2/login", credentials)).status).toBe(500);
    await call(sandbox, "DELETE", "/sandbox/faults");
    expect((await call(sandbox, "POST", "/api/v2/login", credentials)).status).toBe(200);
    expect((await arrange(sandbox, { path: "/login" })).status).toBe(400);
  });
});

describe("the log of requests", () => {
  test("it keeps what was asked, but no password and no credentials", async ({ sandbox }) => {
    const headers = { authorization: "Bearer secret-1", cookie: "a=secret-2", "accept-language": "fr" };
    await fetch(`${sandbox.openApiUrl}/services?lang=fr&limit=3`, { headers });
    await call(sandbox, "POST", "/api/v2/login", { username: "dana", password: "secret-3" });
    const entries = await logged(sandbox);
    expect(entries).toMatchObject([
      { method: "GET", path: `${OPEN}/services`, query: "lang=fr&limit=3", status: 200 },
      { method: "POST", path: "/api/v2/login", body: { username: "dana" }, status: 401 },
    ]);
    expect(entries[0]?.headers["accept-language"]).toBe("fr");
    expect(JSON.stringify(entries)).not.toContain("secret-");
    expect((await call(sandbox, "DELETE", "/sandbox/requests")).status).toBe(204);
    expect(await logged(sandbox)).toStrictEqual([]);
  });
});

describe("switches", () => {
  test("webhooks tell where a booking came from, unless they are told not to; its maker is told always", async ({
    receiver,
    sandbox,
  }) => {
    const utm = { source: "dynamics", content: "lead.1" };
    const book = async (start: string) =>
      (
        await call<Document>(sandbox, "POST", `${OPEN}/appointments`, {
          ...openBooking({ start }),
          meta: { utm },
        })
      ).body.data.attributes["utm"];
    expect(await book("2021-03-02 09:00:00")).toStrictEqual(utm);
    const [open] = await receiver.arrived(1);
    expect(open?.body.data.attributes["utm"]).toStrictEqual(utm);

    await call(sandbox, "POST", "/sandbox/switches", { utmInWebhooks: false });
    expect(await book("2021-03-02 13:00:00")).toStrictEqual(utm);
    const silent = (await receiver.arrived(2))[1];
    expect(silent?.body.data.attributes).not.toHaveProperty("utm");
  });
});

test("a reset calls everything off", async ({ sandbox }) => {
  await arrange(sandbox, { status: 500, times: 9 });
  await call(sandbox, "POST", "/sandbox/switches", { utmInWebhooks: false });
  await call(sandbox, "GET", `${OPEN}/services`);
  await call(sandbox, "POST", "/sandbox/reset");
  expect((await call(sandbox, "GET", "/sandbox/faults")).body).toStrictEqual([]);
  expect((await call(sandbox, "GET", "/sandbox/switches")).body).toStrictEqual({ utmInWebhooks: true });
  expect(await logged(sandbox)).toStrictEqual([]);
  expect((await call(sandbox, "GET", `${OPEN}/services`)).status).toBe(200);
});
