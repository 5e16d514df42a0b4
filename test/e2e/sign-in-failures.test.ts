/** When Dynamics cannot be signed in to or reached: nobody is parked, and once it is mended all goes through. */
import { expect, test } from "vitest";
import { closeAfterTest } from "../helpers/fixtures.ts";
import { createRefusals } from "../helpers/refusals.ts";
import { type Service, startService } from "../helpers/service.ts";
import { type Asked, json, startStandIn, type Told } from "../helpers/stand-in.ts";
import { type Booking } from "../helpers/events.ts";
import { bookingOf, createStory, newcomer } from "../helpers/story.ts";

/** The whole product with a provider of tokens that answers as the test wants it; for one test. */
async function startWith(answer: (asked: Asked) => Told | Promise<Told>, env: Record<string, string> = {}) {
  const provider = closeAfterTest(await startStandIn(answer));
  const service = closeAfterTest(await startService({ env: { AZURE_AUTHORITY_HOST: provider.url, ...env } }));
  return { service, provider };
}

const untilPending = (service: Service, booking: Booking) =>
  createRefusals(service).untilPending({ booking });

const refused = (status: number, error: string, number: number) =>
  json(status, {
    error,
    error_description: `AADSTS${number}: canary-secret is wrong`,
    error_codes: [number],
  });

const refusals = [
  ["wrong secret", 401, "invalid_client", 7000215],
  ["expired secret", 401, "invalid_client", 7000222],
  ["unknown app", 400, "unauthorized_client", 700016],
  ["unknown tenant", 400, "invalid_request", 90002],
  ["no consent", 400, "invalid_resource", 500011],
] as const;

test.each(refusals)(
  "%s: tried again by itself, with Microsoft's number and nothing secret",
  async (_what, status, error, number) => {
    const { service } = await startWith(() => refused(status, error, number));
    const booking = bookingOf(newcomer("Ann"));
    await createStory(service).tell("appointment.created", booking);
    const pending = await untilPending(service, booking);
    expect(pending).toMatchObject({ type: "DynamicsSignIn" });
    expect(pending.delaySeconds).toBeGreaterThanOrEqual(1);
    expect(pending.delaySeconds).toBeLessThanOrEqual(2);
    expect(pending.message).toContain(`AADSTS${number}`);
    expect(pending.message).toContain("Check the app registration's credential");
    expect(pending.message).not.toContain("canary");
    expect((await service.state(booking.id)).syncState).toBe("Syncing");
  },
);

test("once the credential is mended, all that waited goes through by itself", async () => {
  let answer: Told | undefined;
  const { service } = await startWith(({ path, body }) => answer ?? tokenFor(service, path, body));
  const bookings = refusals.map(() => bookingOf(newcomer("Ann")));
  for (const [index, [, status, error, number]] of refusals.entries()) {
    answer = refused(status, error, number);
    const booking = bookings[index] ?? expect.fail();
    await createStory(service).tell("appointment.created", booking);
    // The others may wait in the Task Queue: nobody signs in for each of them.
    if (index === 0) await untilPending(service, booking);
  }
  answer = undefined;
  for (const { id } of bookings) await service.until(id, ({ syncState }) => syncState === "InStep");
});

/** What the stand-in of Dynamics gives for the same request. */
async function tokenFor({ dynamics }: Service, path: string, body: string): Promise<Told> {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const token = await fetch(`${dynamics.sandbox.authorityHost}${path}`, { method: "POST", headers, body });
  return json(token.status, await token.json());
}

test("a provider that asks for a pause is left alone for as long, by those who come later too", async () => {
  const busy = { error: "temporarily_unavailable", error_codes: [90033] };
  const pauseMs = 600_000;
  let askedAt = Infinity;
  const throttled = await startWith(() => {
    askedAt = performance.now();
    return json(429, busy, { "retry-after": `${pauseMs / 1000}` });
  });
  const story = createStory(throttled.service);
  let heardAt: number | undefined;
  for (const name of ["Bob", "Bea"]) {
    const booking = bookingOf(newcomer(name));
    const toldAt = performance.now();
    await story.tell("appointment.created", booking);
    const pending = await untilPending(throttled.service, booking);
    const now = performance.now();
    // The pause began between the question and our hearing of it; it is waited out with a little more.
    heardAt ??= now;
    expect(pending).toMatchObject({ attempt: 2, type: "DynamicsUnavailable" });
    expect(pending.message).toContain("AADSTS90033");
    expect(pending.delaySeconds).toBeGreaterThanOrEqual((askedAt + pauseMs - now) / 1000);
    expect(pending.delaySeconds).toBeLessThanOrEqual((heardAt + pauseMs - toldAt) / 1000 + 5);
  }
  expect(throttled.provider.asked).toHaveLength(1);
});

test("a page in the identity provider's place is an outage: nobody is told to look at the credential", async () => {
  const { service } = await startWith(() => ({
    status: 403,
    body: "<html>canary</html>",
    headers: { "content-type": "text/html", server: "proxy" },
  }));
  const booking = bookingOf(newcomer("Ann"));
  await createStory(service).tell("appointment.created", booking);
  const pending = await untilPending(service, booking);
  expect(pending.type).toBe("DynamicsUnavailable");
  expect(pending.delaySeconds).toBeGreaterThanOrEqual(1);
  expect(pending.delaySeconds).toBeLessThanOrEqual(2);
  expect(pending.message).toContain("403, not the identity provider's own answer (text/html, server: proxy)");
  expect(pending.message).toContain("AZURE_AUTHORITY_HOST");
  expect(pending.message).not.toMatch(/canary|credential/);
});

test("an address that nobody has is waited out: it may be the network's fault", async () => {
  const token = json(200, { token_type: "Bearer", expires_in: 3599, access_token: "token" });
  const lost = await startWith(() => token, { DATAVERSE_URL: "https://contoso.invalid" });
  const booking = bookingOf(newcomer("Cay"));
  await createStory(lost.service).tell("appointment.created", booking);
  const pending = await untilPending(lost.service, booking);
  expect(pending.type).toBe("DynamicsUnavailable");
  expect(pending.message).toContain("transport");
});
