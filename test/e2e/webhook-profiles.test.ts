/** Each of the other signature profiles, as an administrator would set it, over HTTP. */
import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { wireEvent } from "../helpers/events.ts";
import { startService } from "../helpers/service.ts";
import { bookingOf, newcomer } from "../helpers/story.ts";

const secret = "a secret of some length".replaceAll(" ", "-");
const hmac = (algorithm: string, content: string, encoding: "hex" | "base64") =>
  createHmac(algorithm, secret).update(content).digest(encoding);
const now = () => String(Math.floor(Date.now() / 1000));

const profiles: Record<
  string,
  { env: Record<string, string>; prove: (body: string) => Record<string, string> }
> = {
  laravel: { env: {}, prove: (body) => ({ signature: hmac("sha256", body, "hex") }) },
  hmac: {
    env: {
      COCONUT_WEBHOOK_HEADER: "X-Coconut-Signature",
      COCONUT_WEBHOOK_ALGORITHM: "sha512",
      COCONUT_WEBHOOK_ENCODING: "base64",
      COCONUT_WEBHOOK_PREFIX: "sha512=",
      COCONUT_WEBHOOK_SIGNED_CONTENT: "{timestamp}.{body}",
      COCONUT_WEBHOOK_TIMESTAMP_HEADER: "X-Coconut-Timestamp",
    },
    prove: (body) => {
      const timestamp = now();
      const signature = `sha512=${hmac("sha512", `${timestamp}.${body}`, "base64")}`;
      return { "x-coconut-signature": signature, "x-coconut-timestamp": timestamp };
    },
  },
  token: { env: {}, prove: () => ({ authorization: `Bearer ${secret}` }) },
  basic: {
    env: { COCONUT_WEBHOOK_SECRETS: `coconut:${secret}` },
    prove: () => ({ authorization: `Basic ${Buffer.from(`coconut:${secret}`).toString("base64")}` }),
  },
};

test.each(Object.keys(profiles))("%s", async (profile) => {
  const { env, prove } = profiles[profile] ?? expect.fail();
  await using service = await startService({
    withWorkers: false,
    env: { COCONUT_WEBHOOK_PROFILE: profile, COCONUT_WEBHOOK_SECRETS: secret, ...env },
  });
  const event = wireEvent("appointment.created", bookingOf(newcomer("Ann")));
  const body = JSON.stringify(event);
  const send = (headers: Record<string, string>) =>
    fetch(`${service.url}/webhooks/coconut`, {
      method: "POST",
      headers: { "content-type": "application/json", "webhook-id": "unsigned", ...headers },
      body,
    });
  const taken = await send(prove(body));
  expect(taken.status).toBe(202);
  // An id that no signature covers names nothing.
  expect(await taken.json()).toMatchObject({ eventId: event.id });
  expect((await send({})).status).toBe(401);
  const spoilt = Object.entries(prove(body)).map(([name, value]) => [name, `${value.slice(0, -3)}xyz`]);
  expect((await send(Object.fromEntries(spoilt) as Record<string, string>)).status).toBe(401);
});
