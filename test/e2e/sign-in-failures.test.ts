/** When Dynamics cannot be signed in to or reached: nobody is parked, and once it is mended all goes through. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { workflowIdFor } from "../../src/appointments/ids.ts";
import { createCleanup } from "../../tools/cleanup.ts";
import { createRefusals } from "../helpers/refusals.ts";
import { type Service, startService, tenant } from "../helpers/service.ts";
import { type Asked, json, startStandIn, type Told } from "../helpers/stand-in.ts";
import { type Booking } from "../helpers/events.ts";
import { bookingOf, createStory, newcomer } from "../helpers/story.ts";

const cleanup = createCleanup();
afterAll(() => cleanup[Symbol.asyncDispose]());

/** The whole product with a provider of tokens that answers as the test wants it. */
async function startWith(answer: (asked: Asked) => Told | Promise<Told>, env: Record<string, string> = {}) {
  const provider = cleanup.use(await startStandIn(answer));
  const service = cleanup.use(await startService({ env: { AZURE_AUTHORITY_HOST: provider.url, ...env } }));
  return { service, provider };
}

async function pendingOf(service: Service, booking: Booking) {
  const { pending } = createRefusals(service);
  await expect.poll(() => pending({ booking })).toBeDefined();
  return pending({ booking });
}

const refused = (status: number, error: string, number: number) =>
  json(status, {
    error,
    error_description: `AADSTS${number}: canary-secret is wrong`,
    error_codes: [number],
  });

const waiting: Booking[] = [];
let isMended = false;
let answer: Told;
let service: Service;
beforeAll(async () => {
  ({ service } = await startWith(({ path, body }) => (isMended ? tokenFor(path, body) : answer)));
});

/** What the stand-in of Dynamics gives for the same request. */
async function tokenFor(path: string, body: string): Promise<Told> {
  const { authorityHost } = service.dynamics.sandbox;
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const token = await fetch(`${authorityHost}${path}`, { method: "POST", headers, body });
  return json(token.status, await token.json());
}

test.each([
  ["wrong secret", 401, "invalid_client", 7000215],
  ["expired secret", 401, "invalid_client", 7000222],
  ["unknown app", 400, "unauthorized_client", 700016],
  ["unknown tenant", 400, "invalid_request", 90002],
  ["no consent", 400, "invalid_resource", 500011],
])(
  "%s: tried again each minute, with Microsoft's number and nothing secret",
  async (_what, status, error, number) => {
    answer = refused(status, error, number);
    const booking = bookingOf(newcomer("Ann"));
    await createStory(service).tell("appointment.created", booking);
    const pending = await pendingOf(service, booking);
    expect(pending).toMatchObject({ attempt: 2, type: "DynamicsSignIn" });
    expect(pending?.delaySeconds).toBeGreaterThanOrEqual(60);
    expect(pending?.delaySeconds).toBeLessThanOrEqual(65);
    expect(pending?.message).toContain(`AADSTS${number}`);
    expect(pending?.message).toContain("Check the app registration's credential");
    expect(pending?.message).not.toContain("canary");
    expect((await service.state(booking.id)).syncState).toBe("Syncing");
    waiting.push(booking);
  },
);

test("once the credential is mended, all that waited goes through by itself", async () => {
  isMended = true;
  const { namespace, temporal } = service;
  for (const { id } of waiting) {
    // A minute is long for a test: as an operator would, by `temporal activity reset`.
    const execution = { workflowId: workflowIdFor(tenant, id) };
    await temporal.workflowService.resetActivity({ namespace, execution, type: "findClient" });
  }
  expect(waiting).toHaveLength(5);
  for (const { id } of waiting) await service.until(id, ({ syncState }) => syncState === "InStep");
});

test("a provider that asks for a pause is left alone for as long, by those who come later too", async () => {
  const busy = { error: "temporarily_unavailable", error_codes: [90033] };
  const throttled = await startWith(() => json(429, busy, { "retry-after": "30" }));
  const story = createStory(throttled.service);
  for (const [from, to] of [
    [30, 33],
    [10, 33],
  ] as const) {
    const booking = bookingOf(newcomer("Bob"));
    await story.tell("appointment.created", booking);
    const pending = await pendingOf(throttled.service, booking);
    expect(pending).toMatchObject({ attempt: 2, type: "DynamicsSignIn" });
    expect(pending?.message).toContain("AADSTS90033");
    expect(pending?.delaySeconds).toBeGreaterThanOrEqual(from);
    expect(pending?.delaySeconds).toBeLessThanOrEqual(to);
  }
  expect(throttled.provider.asked).toHaveLength(1);
});

test("an address that nobody has is waited out: it may be the network's fault", async () => {
  const token = json(200, { token_type: "Bearer", expires_in: 3599, access_token: "token" });
  const lost = await startWith(() => token, { DATAVERSE_URL: "https://contoso.invalid" });
  const booking = bookingOf(newcomer("Cay"));
  await createStory(lost.service).tell("appointment.created", booking);
  const pending = await pendingOf(lost.service, booking);
  expect(pending).toMatchObject({ type: "DynamicsUnavailable", delaySeconds: undefined });
  expect(pending?.message).toContain("transport");
});
