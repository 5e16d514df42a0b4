/** The answers of the running server are those of docs/pane-api.openapi.yaml: of every route a success and a refusal. */
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { createCleanup } from "../../../tools/cleanup.ts";
import { type Answer, bearer, type Browser, dana, newLoginAttempt, startPane } from "../pane.ts";
import { faultsOf, findOperation, operations } from "./documented.ts";

test("an answer that the document does not have is found out", () => {
  const faults = (status: number, body: object, headers = {}) =>
    faultsOf("GET", "/pane/api/services", {
      status,
      headers: new Headers({ "content-type": "application/json; charset=utf-8", ...headers }),
      text: JSON.stringify(body),
    });
  const refusal = (code: string, more = {}) => ({ error: { code, message: "", ...more } });
  expect(faults(200, { services: [] })).toEqual([]);
  expect(faults(422, refusal("invalid", { issues: [{ path: "", message: "" }] }))).toEqual([]);
  for (const answer of [
    faults(200, { services: [{ id: 1 }] }),
    faults(200, { services: [], more: 1 }),
    faults(200, { services: [] }, { "content-type": "text/html" }),
    faults(418, {}),
    faults(422, refusal("slot_taken")),
    faults(422, refusal("invalid", { stack: "" })),
    faults(429, refusal("too_many")),
  ]) {
    expect(answer).toHaveLength(1);
  }
});

test(
  "every route answers well, with all of its parameters, and refuses, as documented",
  { timeout: 180_000 },
  async () => {
    await using stack = createCleanup();
    const password = stack.use(await startPane({ login: "password", withWorkers: true }));
    const sso = stack.use(await startPane({ login: "sso" }));
    sso.identityProvider.setSwitches({ autoSignIn: dana });
    const seen = new Map<string, { succeeded?: boolean; refused?: boolean }>();

    /** Every answer is held against the document by the helper; here it is noted which operation gave it. */
    async function note(method: string, path: string, asked: Promise<Answer>): Promise<Answer> {
      const [pathname = "", query = ""] = path.split("?");
      const operation = findOperation(method, pathname);
      if (operation === undefined) throw new Error(`${method} ${path} is not documented`);
      const answer = await asked;
      const given = new URLSearchParams(query);
      const known = (operation.parameters ?? []).filter((parameter) => parameter.in === "query");
      const isComplete = known.every(({ name }) => given.has(name));
      const had = seen.get(operation.operationId) ?? {};
      if (answer.status < 400 && isComplete) had.succeeded = true;
      if (answer.status >= 400) had.refused = true;
      seen.set(operation.operationId, had);
      return answer;
    }
    const on = (browser: Browser) => ({
      get: (path: string, headers = {}) => note("GET", path, browser.get(path, headers)),
      post: (path: string, body: unknown, headers = {}) =>
        note("POST", path, browser.post(path, body, headers)),
      delete: (path: string, headers = {}) => note("DELETE", path, browser.delete(path, headers)),
    });

    const browser = password.browser();
    const ask = on(browser);
    const { verifier, challenge } = newLoginAttempt();

    await ask.get("/pane/");
    for (const file of ["pane.js", "pane.css", "login.js", "login.css"])
      await ask.get(`/pane/assets/${file}`);

    await ask.get(`/pane/login?tx=${challenge}&lcid=1036`);
    await ask.get("/pane/login?tx=short");
    await ask.get("/pane/login/over?lcid=1036");
    await ask.post("/pane/session", { verifier });
    await ask.post("/pane/login/bind", { tx: challenge, hint: dana });
    await ask.post("/pane/login/bind", { tx: challenge, hint: 1 });
    await note("POST", "/pane/login/password", browser.password(challenge, dana, "wrong"));
    await note("POST", "/pane/login/password", browser.password(challenge, dana, "coconut"));
    const { token } = (await ask.post("/pane/session", { verifier })).json;
    await ask.post("/pane/session", { verifier });

    const visitor = on(sso.browser());
    const other = newLoginAttempt();
    await visitor.get(`/pane/login/sso?tx=${other.challenge}&lcid=1036`);
    await visitor.post("/pane/login/bind", { tx: other.challenge });
    const left = await visitor.get(`/pane/login/sso?tx=${other.challenge}&lcid=1036`);
    const provider = await fetch(left.headers.get("location") ?? "", { redirect: "manual" });
    const { pathname, search } = new URL(provider.headers.get("location") ?? "");
    await visitor.get(pathname + search);
    await visitor.get(pathname + search);

    const me = bearer(token);
    const leads = await password.service.dynamics.rows("leads");
    const lead = String(leads.find(({ statecode }) => statecode === 0)?.["leadid"]);
    await ask.get(`/pane/api/rows/lead/${lead}`, me);
    await ask.get(`/pane/api/rows/lead/${randomUUID()}`, me);
    const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
    const range = `timezone=America/Toronto&from=${day(2)}&to=${day(30)}`;
    for (const choices of [
      "services?lang=fr",
      "locations?lang=fr&service=7&method=at_location",
      "staff?lang=fr&service=7&location=12",
      "questions?lang=fr&service=7",
      `times?lang=fr&service=7&method=at_location&location=12&staff=31&language=en&${range}`,
    ]) {
      await ask.get(`/pane/api/${choices}`, me);
      await ask.get(`/pane/api/${choices}&more=1`, me);
    }
    const { json } = await browser.get(
      `/pane/api/times?service=7&method=at_location&location=12&staff=31&${range}`,
      me,
    );
    const body = { ...booking, row: { table: "lead", id: lead }, start: json.times[0].start };
    const key = { ...me, "idempotency-key": randomUUID() };
    const booked = await ask.post("/pane/api/bookings", body, key);
    await ask.post("/pane/api/bookings", { ...body, notify: true }, key);
    await ask.get(`/pane/api/bookings/${booked.json.appointmentId}?lang=fr`, me);
    await ask.get("/pane/api/bookings/1", me);
    await ask.delete("/pane/session", me);
    await ask.delete("/pane/session", me);

    const wanted = operations.map(({ operation: { operationId } }) => [
      operationId,
      {
        ...(!neverWell.has(operationId) && { succeeded: true }),
        ...(!neverRefused(operationId) && { refused: true }),
      },
    ]);
    expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(wanted));
  },
);

/** Its only page says that something is over. */
const neverWell = new Set(["getLoginOver"]);
/** Files and the page refuse nobody who does not exceed the limits. */
const neverRefused = (id: string) => id === "getPane" || id.startsWith("get_");

const booking = {
  service: "7",
  method: "at_location",
  location: "12",
  staff: "31",
  language: null,
  timezone: "America/Toronto",
  attendees: [
    {
      firstName: "Ivy",
      lastName: "Stone",
      email: "ivy.stone@example.com",
      cellPhone: null,
      language: "en",
      notes: null,
      answers: [],
    },
  ],
  notify: false,
};
