/** The status table of the receiver, over HTTP, in front of a real Temporal server. */
import { Webhook } from "standardwebhooks";
import { expect } from "vitest";
import { wireEvent } from "../helpers/events.ts";
import { bookingOf, newcomer } from "../helpers/story.ts";
import { testWithService } from "../helpers/test-with-service.ts";

interface Sent {
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly signedAt?: Date;
  readonly method?: string;
}

const test = testWithService({ withWorkers: false })
  /** Posts a signed delivery with something wrong in it. */
  .extend(
    "send",
    { scope: "file" },
    ({ service }) =>
      async ({ body = newBody(), headers = {}, signedAt = new Date(), method = "POST" }: Sent) => {
        const secret = service.env["COCONUT_WEBHOOK_SECRETS"] ?? "";
        const signed: Record<string, string | undefined> = {
          "content-type": "application/json",
          "webhook-id": "evt-table",
          "webhook-timestamp": String(Math.floor(signedAt.getTime() / 1000)),
          "webhook-signature": new Webhook(secret).sign("evt-table", signedAt, Buffer.from(body).toString()),
          ...headers,
        };
        const answer = await fetch(`${service.url}/webhooks/coconut`, {
          method,
          headers: Object.entries(signed).filter(
            (entry): entry is [string, string] => entry[1] !== undefined,
          ),
          ...(method === "POST" && { body }),
        });
        return {
          status: answer.status,
          headers: answer.headers,
          json: (await answer.json()) as Record<string, unknown>,
        };
      },
  );

function newBody(): string {
  return JSON.stringify(wireEvent("appointment.created", bookingOf(newcomer("Ann"))));
}

const errorOf = ({ json }: { json: Record<string, unknown> }) =>
  json["error"] as { code: string; message: string; issues?: string[] };

test("202 names the event and its Workflow, which Temporal has by then", async ({ service, send }) => {
  const answer = await send({ headers: {} });
  expect(answer.status).toBe(202);
  expect(answer.json).toEqual({
    eventId: "evt-table",
    workflowId: expect.stringMatching(/^coconut-appointment:acme:b\d+$/),
  });
  const description = await service.temporal.workflow.getHandle(String(answer.json["workflowId"])).describe();
  expect(description.status.name).toBe("RUNNING");
});

test("202 `ignored` for an event that is not ours, whatever else is in it", async ({ send }) => {
  const answer = await send({ body: JSON.stringify({ id: "x", event: "client.updated", data: 7 }) });
  expect(answer.status).toBe(202);
  expect(answer.json).toEqual({ eventId: "evt-table", ignored: "event kind is not synced" });
});

test("400 for what is not JSON, not UTF-8, or nothing", async ({ send }) => {
  for (const body of ["{", "", new Uint8Array([0x22, 0xff, 0x22])]) {
    const answer = await send({ body });
    expect(answer.status).toBe(body instanceof Uint8Array ? 401 : 400);
  }
});

test("401 for a wrong signature, a missing one, an old or a future one, a body that was changed", async ({
  send,
}) => {
  const minutes = (count: number) => new Date(Date.now() + count * 60_000);
  expect((await send({ headers: { "webhook-signature": `v1,${"A".repeat(43)}=` } })).status).toBe(401);
  expect((await send({ headers: { "webhook-signature": undefined } })).status).toBe(401);
  expect(errorOf(await send({ signedAt: minutes(-6) })).code).toBe("too_old");
  expect(errorOf(await send({ signedAt: minutes(6) })).code).toBe("too_new");
  expect((await send({ headers: { "webhook-id": "evt-other" } })).status).toBe(401);
});

test("413 over 256 kB, whether its length was told or not; 256 kB is still read", async ({
  service,
  send,
}) => {
  const padded = (bytes: number) => JSON.stringify({ event: "ping", padding: "x".repeat(bytes - 30) });
  expect((await send({ body: padded(300_000) })).status).toBe(413);
  expect((await send({ body: padded(262_144) })).status).toBe(202);
  const stream = new Blob([padded(300_000)]).stream();
  const headers = { "content-type": "application/json" };
  const request = { method: "POST", headers, body: stream, duplex: "half" } as const;
  expect((await fetch(`${service.url}/webhooks/coconut`, request)).status).toBe(413);
});

test("415 for another type, no type, or a compressed body", async ({ send }) => {
  expect((await send({ headers: { "content-type": "text/plain" } })).status).toBe(415);
  expect((await send({ headers: { "content-encoding": "gzip" } })).status).toBe(415);
  expect(
    (await send({ headers: { "content-type": "application/vnd.api+json; charset=utf-8" } })).status,
  ).toBe(202);
});

test("422 names every field that is missing or wrong, and never what stood in it", async ({ send }) => {
  const event = wireEvent("appointment.created", bookingOf(newcomer("Ann")));
  const { start: _start, ...attributes } = event.data.attributes;
  const data = { ...event.data, id: "canary id!", attributes: { ...attributes, timezone: "Canary/Nowhere" } };
  const answer = await send({ body: JSON.stringify({ ...event, data }) });
  expect(answer.status).toBe(422);
  expect(errorOf(answer).issues?.join("\n")).toMatch(/data\.id/);
  expect(JSON.stringify(answer.json)).not.toMatch(/canary/i);
});

test("422 for another tenant's event", async ({ send }) => {
  const event = { ...wireEvent("appointment.created", bookingOf(newcomer("Ann"))), tenant: "other" };
  expect((await send({ body: JSON.stringify(event) })).status).toBe(422);
});

test("405 names the method that is allowed; 404 is answered in JSON as well", async ({ service, send }) => {
  const get = await send({ method: "GET" });
  expect([get.status, get.headers.get("allow")]).toEqual([405, "POST"]);
  const nowhere = await fetch(`${service.url}/nowhere`);
  expect([nowhere.status, nowhere.headers.get("content-type")]).toEqual([
    404,
    "application/json; charset=utf-8",
  ]);
});

test("every delivery is counted once, by how it was answered", async ({ service, send }) => {
  const count = async (outcome: string) => {
    const text = await (await fetch(`${service.url}/metrics`)).text();
    return Number(
      new RegExp(`^coconut_deliveries_total\\{outcome="${outcome}"\\} (\\d+)`, "m").exec(text)?.[1] ?? 0,
    );
  };
  const [ignored, unauthorized] = [await count("ignored"), await count("unauthorized")];
  await send({ body: JSON.stringify({ event: "ping" }) });
  await send({ headers: { "webhook-signature": "v1,x" } });
  expect(await count("ignored")).toBe(ignored + 1);
  expect(await count("unauthorized")).toBe(unauthorized + 1);
});

test("is alive and ready, and says so", async ({ service }) => {
  for (const path of ["/health/live", "/health/ready"])
    expect((await fetch(service.url + path)).status).toBe(200);
});
