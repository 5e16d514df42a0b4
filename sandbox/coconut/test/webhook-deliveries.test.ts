import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { CoconutSandbox } from "../src/server.ts";
import { startCoconutSandbox } from "../src/server.ts";
import type { Receiver } from "./receiver.ts";
import { SECRET, startReceiver, startRefusal } from "./receiver.ts";
import { act, bookByStaff, call, deliveries, startSandbox, ZOE } from "./requests.ts";
import { createHandTimers } from "./timers.ts";

let receiver: Receiver;
let sandbox: CoconutSandbox;

beforeEach(async () => {
  receiver = await startReceiver();
  sandbox = await startSandbox(receiver);
});
afterEach(async () => {
  await sandbox[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

/** As it is, except for what is named. */
async function restart(options: Parameters<typeof startSandbox>[1], to: { url: string } = receiver) {
  await sandbox[Symbol.asyncDispose]();
  sandbox = await startSandbox(to, options);
}

async function statesOf() {
  return (await deliveries(sandbox)).map(({ state }) => state);
}

async function settled(count: number) {
  await expect
    .poll(async () => (await statesOf()).filter((state) => state === "delivered"), { interval: 10 })
    .toHaveLength(count);
  return deliveries(sandbox);
}

describe("one delivery", () => {
  test("it is signed, and its id stands in the header as in the body", async () => {
    const { data } = await bookByStaff(sandbox, { ...ZOE, lastName: "Käy" });
    const [event] = await receiver.arrived(1);
    expect(event?.isSigned).toBe(true);
    expect(event?.headers["webhook-id"]).toBe(event?.body.id);
    expect(event?.headers["content-type"]).toBe("application/json");
    expect(await settled(1)).toStrictEqual([
      {
        id: event?.body.id,
        event: "appointment.created",
        appointmentId: data.id,
        attempts: [{ at: expect.any(String), status: 202 }],
        state: "delivered",
      },
    ]);
  });

  test("it is tried again until the answer is 2xx, with the same id and body and a signature of its own", async () => {
    const elsewhere = { status: 307, headers: { location: receiver.url } };
    receiver.answerNext({ status: 500 }, elsewhere, { status: 404 }, { status: 204 });
    await bookByStaff(sandbox, ZOE);
    const received = await receiver.arrived(4);
    const [record] = await settled(1);

    expect(record?.attempts.map(({ status }) => status)).toStrictEqual([500, 307, 404, 204]);
    expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(new Set(received.map(({ raw }) => raw)).size).toBe(1);
    expect(received.every(({ isSigned }) => isSigned)).toBe(true);
  });

  test.each([429, 503])(
    "after %i it waits as long as Retry-After asks, and is dated anew",
    async (status) => {
      const timers = createHandTimers();
      await restart({ timers });
      receiver.answerNext({ status, headers: { "retry-after": "2" } });
      await bookByStaff(sandbox, ZOE);
      await expect.poll(timers.left).toStrictEqual([2000]);
      timers.pass(1999);
      expect(timers.left()).toStrictEqual([1]);
      timers.pass(1);
      const [first, second] = await receiver.arrived(2);
      expect(second?.isSigned).toBe(true);
      expect(Number(second?.headers["webhook-timestamp"])).toBe(
        Number(first?.headers["webhook-timestamp"]) + 2,
      );
      expect(second?.headers["webhook-signature"]).not.toBe(first?.headers["webhook-signature"]);
      const [record] = await settled(1);
      const [one, other] = record?.attempts.map(({ at }) => Date.parse(at)) ?? [];
      expect(other).toBe((one ?? NaN) + 2000);
    },
  );

  test("no answer within three seconds is a failed try, and holds up no other delivery", async () => {
    const timers = createHandTimers();
    await restart({ timers });
    receiver.answerNext("silence");
    await bookByStaff(sandbox, ZOE);
    await receiver.arrived(1);
    await bookByStaff(sandbox, { ...ZOE, firstName: "Max" });
    await settled(1);
    expect(await statesOf()).toStrictEqual(["pending", "delivered"]);
    timers.pass(2999);
    expect(timers.left()).toStrictEqual([1]);
    timers.pass(1);
    await expect.poll(timers.left).toStrictEqual([10]);
    timers.pass(10);
    const [record] = await settled(2);
    expect(record?.attempts).toMatchObject([{ error: "no answer within 3 s" }, { status: 202 }]);
  });

  test("it is given up after sixty tries, and can still be sent by hand", async () => {
    receiver.answerNext(...Array.from({ length: 60 }, () => ({ status: 500 })));
    await restart({ retryScheduleMs: [0] });
    await bookByStaff(sandbox, ZOE);
    await expect.poll(statesOf, { timeout: 50_000 }).toStrictEqual(["failed"]);
    const [record] = await deliveries(sandbox);
    expect(record?.attempts).toHaveLength(60);
    const again = await call(sandbox, "POST", `/sandbox/deliveries/${record?.id}/redeliver`);
    expect(again.body).toMatchObject({ state: "delivered" });
  });
});

describe("the control plane", () => {
  test.each([
    ["as_made", ["appointment.created", "appointment.status_changed", "appointment.cancelled"]],
    ["reversed", ["appointment.cancelled", "appointment.status_changed", "appointment.created"]],
  ])("held events go out one after the other, %s", async (order, names) => {
    await call(sandbox, "POST", "/sandbox/deliveries/hold");
    const { id } = (await bookByStaff(sandbox, ZOE)).data;
    await act(sandbox, id, "status", { status: "Arrived" });
    await act(sandbox, id, "cancel");
    expect((await deliveries(sandbox)).map(({ state }) => state)).toStrictEqual(["held", "held", "held"]);
    expect(receiver.received).toHaveLength(0);

    const answer = await call(sandbox, "POST", "/sandbox/deliveries/release", { order });
    expect(answer).toMatchObject({ status: 200, body: { holding: false } });
    expect(receiver.received.map(({ body }) => body.event)).toStrictEqual(names);
    expect((await deliveries(sandbox)).map(({ state }) => state)).toStrictEqual(Array(3).fill("delivered"));

    await bookByStaff(sandbox, ZOE);
    expect(await receiver.arrived(4)).toHaveLength(4);
  });

  test("a held event tells how things stood when it was made, not when it was released", async () => {
    await call(sandbox, "POST", "/sandbox/deliveries/hold");
    const { id } = (await bookByStaff(sandbox, ZOE)).data;
    await act(sandbox, id, "cancel");
    await call(sandbox, "POST", "/sandbox/deliveries/release", { order: "as_made" });
    const statuses = receiver.received.map(({ body }) => body.data.attributes["status"]);
    expect(statuses).toStrictEqual(["Confirmed", "Cancelled"]);
  });

  test("a released event that fails does not stop the ones behind it, and is tried again", async () => {
    await call(sandbox, "POST", "/sandbox/deliveries/hold");
    const { id } = (await bookByStaff(sandbox, ZOE)).data;
    await act(sandbox, id, "cancel");
    receiver.answerNext({ status: 500 });
    await call(sandbox, "POST", "/sandbox/deliveries/release", { order: "as_made" });
    const [created, cancelled] = await settled(2);
    expect(created?.attempts.map(({ status }) => status)).toStrictEqual([500, 202]);
    expect(cancelled?.attempts.map(({ status }) => status)).toStrictEqual([202]);
  });

  test("a redelivery sends the same id and the same body once more", async () => {
    await bookByStaff(sandbox, ZOE);
    const [record] = await settled(1);
    const again = await call(sandbox, "POST", `/sandbox/deliveries/${record?.id}/redeliver`);
    expect(again).toMatchObject({
      status: 200,
      body: { state: "delivered", attempts: [{ status: 202 }, { status: 202 }] },
    });
    const [first, second] = await receiver.arrived(2);
    expect(second?.raw).toBe(first?.raw);
    expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
    expect(second?.isSigned).toBe(true);
  });

  test("a new webhook address gets at once what the old one did not take", async () => {
    await using refusal = await startRefusal();
    await restart({ retryScheduleMs: [3_600_000] }, refusal);
    await bookByStaff(sandbox, ZOE);
    await expect.poll(async () => (await deliveries(sandbox))[0]?.attempts).toHaveLength(1);
    expect((await deliveries(sandbox))[0]?.attempts[0]?.error).toMatch(/ECONNREFUSED/u);

    const moved = await call(sandbox, "POST", "/sandbox/webhook", { url: receiver.url });
    expect(moved).toStrictEqual({ status: 200, body: { url: receiver.url } });
    expect((await receiver.arrived(1))[0]?.isSigned).toBe(true);
  });

  test("a new secret signs from then on", async () => {
    const secret = `whsec_${Buffer.alloc(32, 9).toString("base64")}`;
    await using other = await startReceiver(secret);
    await call(sandbox, "POST", "/sandbox/webhook", { url: other.url, secret });
    await bookByStaff(sandbox, ZOE);
    expect((await other.arrived(1))[0]?.isSigned).toBe(true);
  });

  test.each([
    ["deliveries/release", { order: "sideways" }, 400, /order: /u],
    ["webhook", {}, 400, /url or secret is needed/u],
    ["webhook", { url: "ftp://example.com/" }, 400, /url: must be an http/u],
    ["webhook", { secret: "short" }, 400, /secret: must be/u],
    ["webhook", { address: "x" }, 400, /there is no field address/u],
    ["deliveries/evt-none/redeliver", {}, 404, /no delivery evt-none/u],
  ])("%s with %j is refused", async (path, body, status, sentence) => {
    const answer = await call<{ error: string }>(sandbox, "POST", `/sandbox/${path}`, body);
    expect(answer.status).toBe(status);
    expect(answer.body.error).toMatch(sentence);
  });
});

describe("stopping", () => {
  test("it waits for no retry, no request under way and no open connection", async () => {
    const timers = createHandTimers();
    await restart({ retryScheduleMs: [60_000], timers });
    receiver.answerNext({ status: 500 }, "silence");
    await bookByStaff(sandbox, ZOE);
    await expect.poll(timers.left).toStrictEqual([60_000]);
    await bookByStaff(sandbox, ZOE);
    await receiver.arrived(2);
    const open = connect(Number(new URL(sandbox.url).port), "127.0.0.1");
    open.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    await once(open, "data");
    const closed = once(open, "close");
    // Of all three none ends by itself.
    await sandbox[Symbol.asyncDispose]();
    await closed;
    await expect.poll(timers.left).toStrictEqual([]);
    await expect(fetch(sandbox.url)).rejects.toThrow();
  });

  test("a secret or an address that cannot work is refused at the start", async () => {
    const url = "http://127.0.0.1:9/";
    await expect(startCoconutSandbox({ tenant: "a", webhook: { url, secret: "x" } })).rejects.toThrow(
      /secret/u,
    );
    await expect(startCoconutSandbox({ tenant: "a", webhook: { url: "x", secret: SECRET } })).rejects.toThrow(
      /url/u,
    );
  });
});
