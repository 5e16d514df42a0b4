/** What the server's log says of a delivery that was taken in without some of its members. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import express from "express";
import { pino } from "pino";
import { expect, test } from "vitest";
import { createWebhookRouter } from "../../src/webhooks/router.ts";
import { created } from "../coconut/delivery.ts";
import { closeAfterTest } from "../helpers/fixtures.ts";

const token = "a-token-of-some-length";

/** Posts to the route alone; what it sends to Temporal is kept. */
async function deliver(body: unknown) {
  const lines: string[] = [];
  const events: object[] = [];
  const router = createWebhookRouter({
    tenant: "acme",
    wireMap: {},
    webhook: { kind: "token", header: "authorization", prefix: "Bearer ", secrets: [token] },
    sender: {
      send: async (event) => {
        events.push(event);
        return { workflowId: "w" };
      },
    },
    log: pino({}, { write: (line: string) => void lines.push(line) }),
    metrics: { countDelivery: () => undefined },
  });
  const server = express().use(router).listen(0, "127.0.0.1");
  closeAfterTest({ [Symbol.asyncDispose]: async () => void server.close() });
  await once(server, "listening");
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/coconut`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  return { status: answer.status, events, log: JSON.parse(lines.join("")) as Record<string, unknown> };
}

test("what is left out is named by its path at level warn, and never shown", async () => {
  const odd = { "data.attributes.notes": { en: "kanarie" }, "included.3.attributes.lang": ["kanarie"] };
  const { status, events, log } = await deliver(created(odd));
  expect([status, events.length]).toEqual([202, 1]);
  expect(log).toMatchObject({
    level: pino.levels.values["warn"],
    outcome: "accepted",
    eventId: "evt-1",
    leftOut: ["data.attributes.notes: must be text", "included[3].attributes.lang: must be text"],
  });
  expect(JSON.stringify(log)).not.toContain("kanarie");
});

test("a delivery of which nothing is left out is logged at level info", async () => {
  const { log } = await deliver(created());
  expect(log).toMatchObject({ level: pino.levels.values["info"], outcome: "accepted" });
  expect(log).not.toHaveProperty("leftOut");
});

test("of a delivery that is odd in thousands of places some are named", async () => {
  const staff = Array.from({ length: 3000 }, () => ({}));
  const { status, log } = await deliver(created({ "data.relationships.staff.data": staff }));
  expect(status).toBe(202);
  expect(log["leftOut"]).toHaveLength(51);
  expect((log["leftOut"] as string[]).at(-1)).toBe("and 2950 more");
});
