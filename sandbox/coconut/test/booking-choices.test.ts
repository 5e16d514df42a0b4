import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CoconutSandbox } from "../src/server.ts";
import type { Resource } from "./receiver.ts";
import { call, OPEN, startSandbox } from "./requests.ts";
import { BRANCH, SERVICE } from "./seed-ids.ts";

interface List {
  data: Resource[];
  meta: { pagination: Record<string, number> };
}

let sandbox: CoconutSandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(async () => sandbox[Symbol.asyncDispose]());

async function list(path: string): Promise<List> {
  return (await call<List>(sandbox, "GET", `${OPEN}/${path}`)).body;
}

async function ids(path: string): Promise<string[]> {
  return (await list(path)).data.map(({ id }) => id);
}

describe("services", () => {
  test("a service says what it is, how long it takes and in which ways it is held", async () => {
    const [mortgage] = (await list("services")).data;
    expect(mortgage).toStrictEqual({
      type: "services",
      id: "7",
      attributes: {
        name: "Mortgage advice",
        description: "Buying a home, or moving your mortgage to us.",
        duration: 45,
        group: false,
        category: { id: "2", name: "Mortgages and home" },
        meeting_methods: [1, 2, 3, 4],
      },
    });
  });

  test.each([
    ["?lang=fr", {}, "Conseils hypothécaires"],
    ["?lang=fr-CA", {}, "Conseils hypothécaires"],
    ["", { "accept-language": "fr-CA,fr;q=0.9,en;q=0.5" }, "Conseils hypothécaires"],
    ["?lang=en", { "accept-language": "fr" }, "Mortgage advice"],
    ["", { "accept-language": "de" }, "Mortgage advice"],
  ])("%j with %j is answered in the language asked for", async (query, headers: object, name) => {
    const response = await fetch(`${sandbox.url}${OPEN}/services${query}`, { headers: { ...headers } });
    const body: List = JSON.parse(await response.text());
    expect(body.data[0]?.attributes["name"]).toBe(name);
  });

  test("they can be narrowed to a branch, a category and a way to meet", async () => {
    expect(await ids("services?category_id=5")).toStrictEqual(["27", "28"]);
    expect(await ids(`services?location_id=${BRANCH.halifax}&category_id=2`)).toStrictEqual(["7", "22"]);
    expect(await ids(`services?location_id=${BRANCH.halifax}&meeting_method=4`)).toStrictEqual([]);
    expect((await list("services")).data.length).toBeGreaterThan(10);
  });
});

describe("where and by whom", () => {
  test("locations are those where somebody offers the service in that way", async () => {
    expect(await ids("locations")).toStrictEqual(["12", "14", "16", "18"]);
    expect(await ids(`locations?service_id=${SERVICE.businessLending}`)).toStrictEqual(["12", "14", "16"]);
    expect(await ids(`locations?service_id=${SERVICE.mortgage}&meeting_method=4`)).toStrictEqual([
      "12",
      "14",
      "16",
    ]);
    const { data } = await list(`locations?service_id=${SERVICE.mortgage}`);
    expect(data.at(-1)?.attributes).toMatchObject({ timezone: "America/Halifax", phone: "+1 902 555 0118" });
  });

  test("users are those who offer the service there, with their languages; who has left is not among them", async () => {
    expect(await ids(`users?location_id=${BRANCH.montreal}`)).toStrictEqual(["32", "33", "34"]);
    expect(await ids(`users?location_id=${BRANCH.toronto}&service_id=${SERVICE.retirement}`)).toStrictEqual([
      "31",
      "32",
      "34",
    ]);
    expect(
      await ids(`users?service_id[]=${SERVICE.retirement}&service_id[]=${SERVICE.education}`),
    ).toStrictEqual(["32", "34", "36", "37"]);
    expect(await ids("users")).not.toContain("38");
    const { data } = await list(`users?location_id=${BRANCH.halifax}`);
    expect(data[0]?.attributes).toStrictEqual({
      first_name: "Elena",
      last_name: "Petrova",
      email: "elena.petrova@acme.example",
      job_title: null,
      supported_locales: ["en", "fr"],
    });
  });

  test("what is asked for but does not exist is named", async () => {
    const answer = await call(sandbox, "GET", `${OPEN}/users?location_id=99`);
    expect(answer).toMatchObject({
      status: 422,
      body: { errors: [{ source: { parameter: "location_id" } }] },
    });
    expect((await call(sandbox, "GET", `${OPEN}/locations?meeting_method=5`)).status).toBe(422);
  });
});

describe("questions", () => {
  test("a service asks its own questions, in every way there is, in the reader's language", async () => {
    const { data } = await list(`questions?service_id=${SERVICE.retirement}&lang=fr`);
    expect(data.map(({ attributes }) => attributes["type"])).toStrictEqual([
      "text",
      "select",
      "multiselect",
      "textarea",
      "checkbox",
    ]);
    expect(data[1]?.attributes).toStrictEqual({
      label: "Avez-vous un régime de retraite au travail?",
      help: null,
      type: "select",
      required: true,
      options: [
        { value: "yes", label: "Oui" },
        { value: "no", label: "Non" },
        { value: "unsure", label: "Je ne sais pas" },
      ],
    });
    expect(await ids(`questions?service_id=${SERVICE.cards}`)).toStrictEqual([]);
  });
});

describe("pages", () => {
  test("a long list comes in pages of at most a hundred that make up the whole", async () => {
    const first = await list("timezones");
    const total = first.meta.pagination["total"] ?? 0;
    expect(first.meta.pagination).toMatchObject({ count: 100, per_page: 100, current_page: 1 });
    const pages = Math.ceil(total / 100);
    expect(first.meta.pagination["total_pages"]).toBe(pages);
    expect(await ids("timezones?limit=500")).toHaveLength(100);
    const names = [];
    for (let page = 1; page <= pages; page += 1)
      names.push(...(await ids(`timezones?page=${page}&limit=500`)));
    expect(new Set(names).size).toBe(total);
    expect(names).toContain("America/Toronto");
    expect(await ids(`timezones?page=${pages + 1}`)).toStrictEqual([]);
  });

  test("a page can be smaller, and must be a number", async () => {
    expect(await ids("users?limit=2&page=2")).toStrictEqual(["33", "34"]);
    expect((await call(sandbox, "GET", `${OPEN}/users?limit=0`)).status).toBe(422);
    expect((await call(sandbox, "GET", `${OPEN}/users?page=x`)).status).toBe(422);
  });

  test("there are no cancellation forms, and the settings name the languages", async () => {
    expect(await ids("forms")).toStrictEqual([]);
    const { body } = await call<{ data: Resource }>(sandbox, "GET", `${OPEN}/settings`);
    expect(body.data.attributes["locales"]).toStrictEqual(["en", "fr"]);
    const details = await call<{ data: Resource }>(sandbox, "GET", `${OPEN}/location-details/16`);
    expect(details.body.data.attributes["city"]).toBe("Vancouver");
  });
});
