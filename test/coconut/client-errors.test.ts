/** What is known of a booking after each answer of Coconut's that is not one. Over sockets. */
import { once } from "node:events";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { Agent } from "undici";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { createCoconutClient } from "../../src/coconut/client.ts";
import { CoconutError } from "../../src/coconut/errors.ts";
import { selfSignedPem } from "../../tools/certificate.ts";
import { json, startStandIn, type Told } from "../helpers/stand-in.ts";
import { newBooking } from "../helpers/new-booking.ts";
import { holdTimeLimits } from "../helpers/time-limits.ts";

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Of a network in which nobody has a name. */
function agent() {
  const dispatcher = new Agent({
    connect: {
      lookup: (name, _options, done) =>
        done(Object.assign(new Error(`nobody is called ${name}`), { code: "ENOTFOUND" }), ""),
    },
  });
  onTestFinished(() => dispatcher.destroy());
  return dispatcher;
}

const documentOf = (id: unknown) => ({ data: { type: "appointments", id } });

/** What comes of a booking that is answered so. */
async function refusalOf(told: Told | (() => Told), timeoutMs = 60_000): Promise<CoconutError> {
  await using server = await startStandIn(typeof told === "function" ? told : () => told);
  const client = createCoconutClient({ ...server, timeoutMs });
  const error: unknown = await client.book(newBooking()).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(CoconutError);
  expect(server.asked).toHaveLength(1);
  return error as CoconutError;
}

const html = { headers: { "content-type": "text/html" }, body: "<html>zoe.kay@example.com</html>" };

test.each([
  ["a taken time", json(409, {}), { kind: "refused", status: 409 }],
  ["a detail that is wrong", json(422, {}), { kind: "refused", status: 422 }],
  ["a wish to be left alone", json(429, {}, { "retry-after": "3" }), { retryAfterMs: 3_000 }],
  ["a pause announced", json(503, {}, { "retry-after": "4" }), { status: 503, retryAfterMs: 4_000 }],
  ["a firewall's page", { ...html, status: 403 }, { kind: "refused", status: 403 }],
  ["another address for good", { status: 308, headers: { location: "/" } }, { kind: "protocol" }],
  ["another address", { status: 307, headers: { location: "http://127.0.0.1:1/" } }, { kind: "protocol" }],
] as const)("after %s nothing was booked", async (_name, told, facts) => {
  expect((await refusalOf(told)).facts).toMatchObject({ ...facts, isOutcomeKnown: true });
});

test.each([
  ["a gateway that lost its server", json(502, {}), { kind: "refused", status: 502 }],
  ["a gateway that waited too long", { ...html, status: 504 }, { kind: "refused", status: 504 }],
  ["a server that broke", json(500, {}), { kind: "refused", status: 500 }],
  ["an overload that announces nothing", json(503, {}), { kind: "refused", status: 503 }],
  ["a page to look at next", { status: 303, headers: { location: "/appointments/5" } }, { kind: "protocol" }],
  [
    "a redirect of the old kind",
    { status: 302, headers: { location: "/appointments" } },
    { kind: "protocol" },
  ],
  ["a request that took too long", json(408, {}), { kind: "refused", status: 408 }],
  ["a line that was cut", "drop", { kind: "transport" }],
  ["an answer that was cut", "cut", { kind: "transport", status: 200 }],
  ["a page where an answer should be", { ...html, status: 200 }, { kind: "protocol", status: 200 }],
  ["an empty answer", { status: 201 }, { kind: "protocol", status: 201 }],
  ["a success without an appointment", json(200, { data: [] }), { kind: "protocol" }],
  ["a success with something else", json(200, { data: { type: "cats", id: 1 } }), { kind: "protocol" }],
  ["an id that is none", json(201, documentOf("../../etc")), { kind: "protocol" }],
  ["a list for an answer", json(200, [1]), { kind: "protocol" }],
  [
    "an answer that is too long",
    json(201, { ...documentOf(1), included: "x".repeat(300_000) }),
    { kind: "transport", status: 201 },
  ],
  ["an answer without an end", "endless", { kind: "transport", status: 200 }],
] as const)("after %s nobody knows whether it was booked", async (_name, told, facts) => {
  expect((await refusalOf(told)).facts).toMatchObject({ ...facts, isOutcomeKnown: false });
});

test("a pause that Coconut names by its end is as long as until then", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-03-04T15:00:00Z") });
  const told = json(429, {}, { "retry-after": "Wed, 04 Mar 2026 15:00:30 GMT" });
  expect((await refusalOf(told)).facts.retryAfterMs).toBe(30_000);
});

test("after no answer in time nobody knows whether it was booked", async () => {
  const limits = holdTimeLimits();
  const hang = () => {
    limits[0]?.runOut();
    return "hang" as const;
  };
  const error = await refusalOf(hang, 200);
  expect(error.facts).toMatchObject({ kind: "transport", isOutcomeKnown: false });
  expect(error.cause).toMatchObject({ name: "TimeoutError" });
  expect(limits.map(({ ms }) => ms)).toEqual([200]);
});

test.each(["http://127.0.0.1:1", "http://coconut.invalid", "https://127.0.0.1:1"])(
  "nothing was booked where there is no way to Coconut: %s",
  async (url) => {
    const client = createCoconutClient({ url, dispatcher: agent() });
    await expect(client.book(newBooking())).rejects.toMatchObject({
      facts: { kind: "transport", isOutcomeKnown: true },
    });
  },
);

test("nothing was booked where Coconut's certificate is not to be trusted", async () => {
  const pem = await selfSignedPem("localhost");
  const server = createServer({ cert: pem, key: pem }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = createCoconutClient({ url, dispatcher: agent() });
  await expect(client.book(newBooking())).rejects.toMatchObject({
    facts: { kind: "transport", isOutcomeKnown: true },
    cause: { code: expect.stringContaining("CERT") },
  });
});

test("Coconut's words are kept with their place, and no longer than a sentence", async () => {
  const errors = [
    { status: "422", detail: "start: must be later", source: { pointer: "/data/attributes/start" } },
    { title: "Invalid" },
    { detail: "x".repeat(10_000) },
  ];
  const { facts } = await refusalOf(json(422, { errors }));
  expect(facts.problems?.slice(0, 2)).toEqual([
    { detail: "start: must be later", pointer: "/data/attributes/start" },
    { detail: "Invalid" },
  ]);
  expect(facts.problems?.[2]?.detail).toHaveLength(300);
});

test("nothing personal is in an error's message or cause", async () => {
  const errors = [{ detail: "zoe.kay@example.com is not welcome" }];
  for (const told of [{ ...html, status: 200 }, json(422, { errors }), json(201, documentOf("Kay Kay"))]) {
    const { message, stack, cause } = await refusalOf(told);
    expect(inspect({ message, stack, cause })).not.toMatch(/zoe|Kay/i);
  }
});

test("what is only read can be asked for again, whatever happened", async () => {
  await using server = await startStandIn((_asked, count) => (count === 1 ? "drop" : json(502, {})));
  const client = createCoconutClient(server);
  for (const kind of ["transport", "refused"]) {
    await expect(client.services({ lang: "en" })).rejects.toMatchObject({
      facts: { kind, operation: "GET services", isOutcomeKnown: true },
    });
  }
});

test("a list that is none, or of other things, is not taken for an empty one", async () => {
  const answers = [{}, { data: {} }, { data: [{ id: 1 }] }, { data: [{ id: {}, attributes: {} }] }];
  for (const body of answers) {
    await using server = await startStandIn(() => json(200, body));
    await expect(createCoconutClient(server).services({ lang: "en" })).rejects.toMatchObject({
      facts: { kind: "protocol" },
    });
  }
});
