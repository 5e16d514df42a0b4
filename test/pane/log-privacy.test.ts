/** What the server writes down of people and secrets, through every failure of a login and a booking: nothing. */
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { createCleanup } from "../../tools/cleanup.ts";
import { bearer, createBrowser, dana, newLoginAttempt, type Pane, startPane } from "./pane.ts";

const entry = fileURLToPath(new URL("../../src/server.ts", import.meta.url));

/** On a busy machine the process alone takes half a minute to start. */
const timeout = 180_000;

let stack = createCleanup();
afterEach(async () => {
  await stack[Symbol.asyncDispose]();
  stack = createCleanup();
});

/** The server as a process, at its most talkative. `end` stops it and answers all that it wrote but when. */
async function startTalker({ service }: Pane) {
  const env = { PATH: process.env["PATH"], ...service.env, PORT: "0", LOG_LEVEL: "trace" };
  const child = spawn(process.execPath, ["--import", "tsx", entry], { env });
  stack.defer(() => void child.kill("SIGKILL"));
  let lines = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (lines += text));
  }
  const port = () => /"port":(\d+).*"listening"/.exec(lines)?.[1];
  await expect.poll(port, { timeout: 120_000 }).toBeDefined();
  const closed = once(child, "close");
  return {
    url: `http://127.0.0.1:${port()}`,
    async end(): Promise<string> {
      child.kill("SIGTERM");
      await closed;
      // The digits of a time may hold those that a test looks for.
      return lines.replaceAll(/"time":\d+,/g, "");
    },
  };
}

const wrongOnPurpose = ({ service }: Pane, fault: object) =>
  fetch(`${service.coconut.url}/sandbox/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ times: 1, ...fault }),
  });

test(
  "neither names, addresses, notes nor secrets come into the log, whatever goes wrong",
  { timeout },
  async () => {
    const pane = stack.use(await startPane({ login: "password", withWorkers: true }));
    const talker = await startTalker(pane);
    const browser = createBrowser(talker.url);
    const { verifier, challenge } = newLoginAttempt();
    const stranger = "canary-username@example.com";

    // A proxy nobody told it of, which it says once.
    for (const address of ["198.51.100.7", "198.51.100.8"]) {
      await browser.get("/pane/", { "x-forwarded-for": address });
    }
    // The login: refused, away, locked, malformed, right.
    await browser.bind(challenge);
    await browser.bind("canary-challenge");
    await browser.password(challenge, stranger, "canary-password");
    await browser.password(challenge, dana, "canary-password");
    await wrongOnPurpose(pane, { path: "login", status: 500 });
    await browser.password(challenge, dana, "canary-password");
    await wrongOnPurpose(pane, { path: "login", drop: "before" });
    await browser.password(challenge, dana, "canary-password");
    for (let tries = 0; tries < 6; tries += 1) await browser.password(challenge, stranger, "canary-password");
    await browser.post("/pane/session", "canary-verifier");
    await browser.password(challenge, dana, "coconut");
    const { token } = (await browser.session(verifier)).json;
    expect(token).toHaveLength(43);

    const { json } = await browser.get(
      `/pane/api/times?service=7&method=at_location&location=12&staff=31&timezone=America/Toronto&${days()}`,
      bearer(token),
    );
    const leads = await pane.service.dynamics.rows("leads");
    const lead = leads.find(({ statecode }) => statecode === 0);
    const wanted = {
      row: { table: "lead", id: lead?.["leadid"] },
      service: "7",
      method: "at_location",
      location: "12",
      staff: "31",
      language: null,
      start: json.times[0].start,
      timezone: "America/Toronto",
      attendees: [
        {
          firstName: "Canary",
          lastName: "Canaryson",
          email: "canary-client@example.com",
          cellPhone: "+14165550137",
          language: "en",
          notes: "canary-notes",
          answers: [{ questionId: "502", value: "canary-answer" }],
        },
      ],
      notify: false,
    };
    const book = (body: unknown) =>
      browser.post("/pane/api/bookings", body, { ...bearer(token), "idempotency-key": randomUUID() });

    // The booking: malformed, not theirs, gone, refused by Coconut, Dynamics away, booked, taken.
    const [attendee] = wanted.attendees;
    await book(`canary${JSON.stringify(wanted)}`);
    await book({ ...wanted, attendees: [{ ...attendee, email: "canary-no-mail" }], "canary-key": 1 });
    await book({ ...wanted, row: { table: "lead", id: randomUUID() } });
    await pane.service.dynamics.fault({ status: 503, times: 3 });
    await book({ ...wanted, row: { table: "contact", id: randomUUID() } });
    await pane.service.dynamics.clearFaults();
    for (const status of [422, 404, 403]) {
      await wrongOnPurpose(pane, { path: "appointments", method: "POST", status });
      await book(wanted);
    }
    expect([(await book(wanted)).status, (await book(wanted)).status]).toEqual([201, 409]);
    await browser.get("/pane/api/bookings/canary%zz", bearer(token));
    await browser.get("/pane/api/services?lang=canary", bearer(token));
    await browser.delete("/pane/session", bearer(token));

    const lines = await talker.end();
    expect(lines.match(/TRUSTED_PROXY_HOPS is 0/g)).toHaveLength(1);
    // It did talk.
    for (const word of ["wrong_password", "locked", "logged_in", "row_gone", "slot_taken"]) {
      expect(lines).toContain(word);
    }
    const { env } = pane.service;
    const secrets = ["PANE_SECRET", "AZURE_CLIENT_SECRET", "COCONUT_WEBHOOK_SECRETS"].map(
      (name) => env[name],
    );
    const people = [lead?.["lastname"], lead?.["emailaddress1"], dana, "Roy", "5550137", "198.51.100"];
    const found = [...secrets, ...people, token, verifier, "coconut-login="].filter(
      (text) => typeof text === "string" && lines.includes(text),
    );
    expect(found).toEqual([]);
    expect(lines).not.toMatch(/canary/i);
  },
);

test("nor does anything of a login at the identity provider", { timeout }, async () => {
  const pane = stack.use(await startPane({ login: "sso" }));
  const talker = await startTalker(pane);
  const browser = createBrowser(talker.url);
  const seen: string[] = [];
  async function logIn(claims: object): Promise<string> {
    pane.identityProvider.setSwitches({ autoSignIn: dana, claims: { ...claims } });
    const { verifier, challenge } = newLoginAttempt();
    await browser.bind(challenge);
    const callback = await browser.ssoCallback(challenge);
    const query = new URL(callback, talker.url).searchParams;
    seen.push(verifier, query.get("code") ?? "", query.get("state") ?? "");
    await browser.get(`${callback}x`);
    await browser.get(callback);
    const { token, error } = (await browser.session(verifier)).json;
    if (token) seen.push(token);
    return error?.code ?? "logged in";
  }
  const outcomes = [
    await logIn({ email: "canary@example.com" }),
    await logIn({ email_verified: false, email: "canary@example.com" }),
    await logIn({ iss: "https://canary.example" }),
    await logIn({}),
  ];
  await wrongOnPurpose(pane, { path: "users", status: 500 });
  outcomes.push(await logIn({ email: "canary-2@example.com" }));
  expect(outcomes).toEqual(["not_staff", "login_failed", "login_failed", "logged in", expect.any(String)]);
  await browser.get("/pane/login/callback?state=canary&code=canary&error_description=canary");

  const lines = await talker.end();
  for (const word of ["not_staff", "login_failed", "logged_in"]) expect(lines).toContain(word);
  expect([dana, "Roy", "pane-secret", ...seen].filter((text) => lines.includes(text))).toEqual([]);
  expect(lines).not.toMatch(/canary/i);
});

function days(): string {
  const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
  return `from=${day(2)}&to=${day(30)}`;
}
