/** What every answer of the server has in common, and what is said when something breaks. Over HTTP. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { Writable } from "node:stream";
import { pino } from "pino";
import { Webhook } from "standardwebhooks";
import { expect, onTestFinished, test } from "vitest";
import { type AppContext, createApp } from "../src/app.ts";
import { createMetrics } from "../src/metrics.ts";
import { wireEvent } from "./helpers/events.ts";
import { postSigned } from "./helpers/service.ts";
import { bookingOf, newcomer } from "./helpers/story.ts";

const secret = `whsec_${Buffer.alloc(32, 1).toString("base64")}`;

async function serving(differences: Partial<AppContext> = {}) {
  const lines: string[] = [];
  const to = new Writable({ write: (chunk, _encoding, next) => (lines.push(String(chunk)), next()) });
  const context: AppContext = {
    webhook: { kind: "standard", secrets: [Buffer.alloc(32, 1)], toleranceSeconds: 300 },
    tenant: "acme",
    wireMap: {},
    sender: { send: async () => ({ workflowId: "w" }) },
    log: pino(to),
    metrics: createMetrics(),
    readiness: async () => ({ isReady: true, details: [] }),
    ...differences,
  };
  const server = createApp(context).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, lines };
}

const delivery = () => wireEvent("appointment.created", bookingOf(newcomer("Ann")));

test("no answer is kept by a cache, taken for another type, or names the software", async () => {
  const { url } = await serving();
  for (const path of ["/health/live", "/metrics", "/nowhere", "/webhooks/coconut"]) {
    const { headers } = await fetch(url + path);
    expect([headers.get("cache-control"), headers.get("x-content-type-options")]).toEqual([
      "no-store",
      "nosniff",
    ]);
    expect([headers.get("x-powered-by"), headers.get("etag")]).toEqual([null, null]);
  }
});

test("a server whose Temporal is away is alive and not ready", async () => {
  const details = ["Temporal cannot be reached (gRPC code 14)"];
  const { url } = await serving({ readiness: async () => ({ isReady: false, details }) });
  expect((await fetch(`${url}/health/live`)).status).toBe(200);
  const answer = await fetch(`${url}/health/ready`);
  expect(answer.status).toBe(503);
  expect(await answer.json()).toEqual({ status: "not ready", details });
});

test("a fault says nothing to the caller and everything to the log", async () => {
  const metrics = { ...createMetrics(), render: () => Promise.reject(new Error("canary")) };
  const { url, lines } = await serving({ metrics });
  const answer = await fetch(`${url}/metrics`);
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain("canary");
  expect(lines.join("")).toContain("canary");
});

test("a delivery that breaks us is answered 500, counted as failed and not taken for stored", async () => {
  const metrics = createMetrics();
  const sender = { send: () => Promise.reject(new TypeError("canary")) };
  const { url, lines } = await serving({ sender, metrics });
  const answer = await postSigned(`${url}/webhooks/coconut`, secret, delivery());
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain("canary");
  expect((await metrics.render()).text).toContain('coconut_deliveries_total{outcome="failed"} 1');
  expect(lines.join("")).toContain("canary");
});

test("what is logged of deliveries, good and bad, is ids and reasons, never a person", async () => {
  const { url, lines } = await serving();
  const event = delivery();
  expect((await postSigned(`${url}/webhooks/coconut`, secret, event)).status).toBe(202);
  const broken = { ...event, data: { ...event.data, id: "canary id" } };
  expect((await postSigned(`${url}/webhooks/coconut`, secret, broken)).status).toBe(422);
  const other = `whsec_${Buffer.alloc(32, 2).toString("base64")}`;
  expect((await postSigned(`${url}/webhooks/coconut`, other, event)).status).toBe(401);
  const text = lines.join("");
  expect(lines).toHaveLength(3);
  expect(text).toContain(event.id);
  expect(text).not.toMatch(/canary|Story\d|@example|"Ann"/);
});

test("what is verified is the bytes as they came, not what they mean", async () => {
  const { url } = await serving();
  const event = delivery();
  const compact = JSON.stringify(event);
  const pretty = JSON.stringify(event, null, 2).replace("King", "\\u004bing");
  expect(JSON.parse(pretty)).toEqual(event);
  const now = new Date();
  const post = async (signedText: string, body: string) => {
    const headers = {
      "content-type": "application/json",
      "webhook-id": event.id,
      "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
      "webhook-signature": new Webhook(secret).sign(event.id, now, signedText),
    };
    return (await fetch(`${url}/webhooks/coconut`, { method: "POST", headers, body })).status;
  };
  expect([await post(pretty, pretty), await post(compact, compact)]).toEqual([202, 202]);
  expect([await post(compact, pretty), await post(pretty, compact)]).toEqual([401, 401]);
});
