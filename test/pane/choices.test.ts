/** What the pane is told of services, locations, staff, times and questions. Over HTTP, against the stand-in of Coconut. */
import { expect } from "vitest";
import { type Answer, bearer, paneUrl, testWithPane } from "./pane.ts";

const test = testWithPane({ login: "password" }).extend<{
  /** Asks /pane/api with the token. */
  api: (path: string, headers?: Readonly<Record<string, string>>) => Promise<Answer>;
  /** The control plane of Coconut's stand-in. */
  coconut: (method: string, path: string, body?: object) => Promise<unknown>;
}>({
  api: ({ browser, token }, use) =>
    use((path, headers = {}) => browser.get(`/pane/api/${path}`, { ...bearer(token), ...headers })),
  coconut: async ({ pane }, use) => {
    const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
      const answer = await fetch(`${pane.service.coconut.url}/sandbox/${path}`, {
        method,
        ...(body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
      });
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}`);
      return answer.status === 204 ? undefined : answer.json();
    };
    await use(ask);
    await ask("DELETE", "faults");
  },
});

/** A day within the next fortnight, and the one six weeks on. */
const days = (first: number, last: number) => {
  const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
  return `from=${day(first)}&to=${day(last)}`;
};
const times = `times?service=7&method=at_location&location=12&timezone=America/Toronto&`;

test("services, locations, staff and questions come in the shapes of the pane and the language asked for", async ({
  api,
}) => {
  const { services } = (await api("services?lang=fr")).json;
  expect(services.find(({ id }: { id: string }) => id === "7")).toEqual({
    id: "7",
    name: expect.any(String),
    description: expect.toSatisfy((text) => text === null || typeof text === "string"),
    category: expect.toSatisfy((text) => text === null || typeof text === "string"),
    durationMinutes: 45,
    group: false,
    methods: expect.arrayContaining(["at_location"]),
  });
  expect((await api("services?lang=en")).json.services).not.toEqual(services);
  const { locations } = (await api("locations?service=7&method=at_location")).json;
  expect(locations[0]).toEqual({
    id: "12",
    name: "King Street",
    address: "1 King St W",
    city: "Toronto",
    region: "ON",
    postcode: "M5H 1A1",
    country: "CA",
    timezone: "America/Toronto",
  });
  const { staff } = (await api("staff?service=7&location=12")).json;
  expect(Object.keys(staff[0]).toSorted()).toEqual(["firstName", "id", "jobTitle", "languages", "lastName"]);
  expect(JSON.stringify(staff)).not.toContain("@");
  const { questions } = (await api("questions?service=7&lang=fr")).json;
  expect(questions[0]).toMatchObject({ id: "501", kind: "select", label: "Qu’est-ce qui vous amène?" });
});

test("times come in the zone asked for, in order", async ({ api }) => {
  const answer = await api(times + days(1, 14));
  expect(answer.json.timezone).toBe("America/Toronto");
  const starts = answer.json.times.map(({ start }: { start: string }) => start);
  expect(starts.length).toBeGreaterThan(0);
  expect(starts).toEqual(starts.toSorted());
});

test.for([
  ["a range over 42 days", times + days(1, 43)],
  ["a range backwards", times + days(5, 4)],
  ["a day that is none", `${times}from=2026-02-30&to=2026-03-01`],
  ["a zone that is none", times.replace("America/Toronto", "Mars/Olympus") + days(1, 2)],
  ["an unknown method", "locations?service=7&method=telepathy"],
  ["an id that is a path", "questions?service=../users"],
  ["two of one value", "questions?service=7&service=8"],
  ["a value too many", "services?evil=1"],
  ["another language", "services?lang=de"],
  ["a missing value", "staff"],
] as const)("%s is refused by its name", async ([, path], { api }) => {
  const { status, json } = await api(path);
  expect([status, json.error.code]).toEqual([422, "invalid"]);
  expect(json.error.issues.length).toBeGreaterThan(0);
});

test("the same question within ten seconds is asked of Coconut once, times are asked anew", async ({
  api,
  coconut,
}) => {
  await coconut("DELETE", "requests");
  await Promise.all([api("staff?service=8"), api("staff?service=8"), api("staff?service=8")]);
  await api("staff?service=8");
  await api(times + days(1, 3));
  await api(times + days(1, 3));
  const requests = (await coconut("GET", "requests")) as { path: string }[];
  const counts = ["users", "times"].map(
    (name) => requests.filter(({ path }) => path.endsWith(`/${name}`)).length,
  );
  expect(counts).toEqual([1, 2]);
});

test.for([
  [{ status: 503, retryAfter: 7 }, 503, "coconut_unavailable", "7"],
  [{ status: 429, retryAfter: 9 }, 503, "coconut_unavailable", "9"],
  [{ status: 500 }, 503, "coconut_unavailable", "5"],
  [{ drop: "before" }, 503, "coconut_unavailable", "5"],
  [{ status: 404 }, 422, "invalid", null],
  [{ status: 401 }, 502, "coconut_refused", null],
] as const)(
  "what Coconut answers, %j, becomes %i %s",
  async ([fault, status, code, retryAfter], { api, coconut }) => {
    await coconut("POST", "faults", { ...fault, path: "times", times: 1 });
    const answer = await api(times + days(1, 2));
    expect([answer.status, answer.json.error.code]).toEqual([status, code]);
    expect(answer.headers.get("retry-after")).toBe(retryAfter);
    expect((await api(times + days(1, 2))).status).toBe(200);
  },
);

test("another site's page cannot use a token, nor ask before whether it may", async ({ pane, api }) => {
  expect((await api("services", { origin: "https://evil.example" })).status).toBe(403);
  expect((await api("services", { origin: paneUrl })).status).toBe(200);
  const asked = await fetch(`${pane.service.url}/pane/api/services`, {
    method: "OPTIONS",
    headers: { origin: "https://evil.example", "access-control-request-method": "GET" },
  });
  expect(asked.headers.get("access-control-allow-origin")).toBeNull();
});

test("what is not there is 404 in JSON, what is asked too often 429", async ({ pane, browser, api }) => {
  expect((await api("nothing")).json.error.code).toBe("not_found");
  const other = await pane.browser().logIn();
  const statuses = new Set<number>();
  for (let calls = 0; calls < 125; calls += 1) {
    const { status, headers } = await browser.get("/pane/api/services", bearer(other));
    statuses.add(status);
    if (status === 429) expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
  }
  expect(statuses).toEqual(new Set([200, 429]));
  // Others are not held up by it.
  expect((await api("services")).status).toBe(200);
});
