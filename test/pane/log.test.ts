/** What the server writes down of people and secrets, through every failure of a login and a booking: nothing. */
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createCleanup } from "../../tools/cleanup.ts";
import { freePorts } from "../../tools/free-ports.ts";
import { bearer, createBrowser, dana, newTransaction, type Pane, startPane } from "./pane.ts";

const entry = fileURLToPath(new URL("../../src/server.ts", import.meta.url));

let stack = createCleanup();
let pane: Pane;
beforeAll(async () => {
  pane = stack.use(await startPane({ login: "password", withWorkers: true }));
});
afterAll(async () => {
  await stack[Symbol.asyncDispose]();
  stack = createCleanup();
});

/** The server as a process, at its most talkative. `lines` is all that it wrote. */
async function startTalker() {
  const [port = 0] = await freePorts(1);
  const env = { PATH: process.env["PATH"], ...pane.service.env, PORT: String(port), LOG_LEVEL: "trace" };
  const child = spawn(process.execPath, ["--import", "tsx", entry], { env });
  stack.defer(() => void child.kill("SIGKILL"));
  let lines = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (lines += text));
  }
  await expect.poll(() => lines, { timeout: 30_000 }).toContain("listening");
  return { url: `http://127.0.0.1:${port}`, lines: () => lines };
}

const coconut = (method: string, path: string, body?: object) =>
  fetch(`${pane.service.coconut.url}/sandbox/${path}`, {
    method,
    ...(body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  });

test("neither names, addresses, notes nor secrets come into the log, whatever goes wrong", async () => {
  const talker = await startTalker();
  const browser = createBrowser(talker.url);
  const { verifier, challenge } = newTransaction();
  const stranger = "canary-username@example.com";

  // The login: refused, away, locked, malformed, right.
  await browser.bind(challenge);
  await browser.bind("canary-challenge");
  await browser.password(challenge, stranger, "canary-password");
  await browser.password(challenge, dana, "canary-password");
  await coconut("POST", "faults", { path: "login", status: 500, times: 1 });
  await browser.password(challenge, dana, "canary-password");
  await coconut("POST", "faults", { path: "login", drop: "before", times: 1 });
  await browser.password(challenge, dana, "canary-password");
  for (let tries = 0; tries < 6; tries += 1) await browser.password(challenge, stranger, "canary-password");
  await browser.post("/pane/session", '{"verifier":"canary-verifier');
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
  await book(JSON.stringify(wanted).slice(0, -2));
  await book({ ...wanted, attendees: [{ ...attendee, email: "canary-no-mail" }], "canary-key": 1 });
  await book({ ...wanted, row: { table: "lead", id: randomUUID() } });
  await pane.service.dynamics.fault({ status: 503, times: 3 });
  await book({ ...wanted, row: { table: "contact", id: randomUUID() } });
  await pane.service.dynamics.clearFaults();
  for (const status of [422, 404, 403]) {
    await coconut("POST", "faults", { path: "appointments", method: "POST", status, times: 1 });
    await book(wanted);
  }
  expect([(await book(wanted)).status, (await book(wanted)).status]).toEqual([201, 409]);
  await browser.get("/pane/api/bookings/canary%zz", bearer(token));
  await browser.get("/pane/api/services?lang=canary", bearer(token));
  await browser.delete("/pane/session", bearer(token));

  const lines = talker.lines();
  // It did talk.
  for (const word of ["wrong_password", "locked", "logged_in", "row_gone", "slot_taken"]) {
    expect(lines).toContain(word);
  }
  const { env } = pane.service;
  const secrets = ["PANE_SECRET", "AZURE_CLIENT_SECRET", "COCONUT_WEBHOOK_SECRETS"].map((name) => env[name]);
  const people = [lead?.["lastname"], lead?.["emailaddress1"], dana, "Roy", "5550137"];
  const found = [...secrets, ...people, token, verifier, "coconut-login="].filter(
    (text) => typeof text === "string" && lines.includes(text),
  );
  expect(found).toEqual([]);
  expect(lines).not.toMatch(/canary/i);
});

function days(): string {
  const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
  return `from=${day(2)}&to=${day(30)}`;
}
