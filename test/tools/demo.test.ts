/** What the demo prints, on narrow and wide screens and into files. The story itself is played by test/e2e/demo-story.test.ts. */
import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import {
  formatAppointments,
  formatNote,
  formatPlaces,
  formatResult,
  formatRetry,
  formatTitle,
} from "../../tools/demo/format.ts";
import { readScreen, type Screen, wrap } from "../../tools/demo/screen.ts";
import { type Retry, tellingRetries } from "../../tools/demo/stage.ts";
import { createTemporalUi, startShortLinks } from "../../tools/demo/temporal-ui.ts";

const narrow: Screen = { columns: 80, hasColor: false, hasLinks: false };
const wide: Screen = { ...narrow, columns: 120 };

const longest = (text: string) => Math.max(...text.split("\n").map((line) => line.length));

describe("the screen", () => {
  test.each([
    ["a file", { isTTY: false, columns: 200 }, {}, narrow],
    ["a terminal of 80", { isTTY: true, columns: 80 }, {}, { columns: 80, hasColor: true, hasLinks: false }],
    ["a wide one", { isTTY: true, columns: 300 }, {}, { columns: 120, hasColor: true, hasLinks: false }],
    ["a narrow one", { isTTY: true, columns: 40 }, {}, { columns: 80, hasColor: true, hasLinks: false }],
    [
      "one that knows links",
      { isTTY: true, columns: 99 },
      { TERM_PROGRAM: "vscode" },
      { columns: 99, hasColor: true, hasLinks: true },
    ],
    ["one with NO_COLOR", { isTTY: true, columns: 120 }, { NO_COLOR: "1", TERM_PROGRAM: "vscode" }, wide],
    ["a dumb one", { isTTY: true, columns: 120 }, { TERM: "dumb", WT_SESSION: "1" }, wide],
  ])("that is %s", (_, stream, env, screen) => {
    expect(readScreen(stream, env)).toEqual(screen);
  });

  test("breaks lines between words, as wide as it is, and never within an address", () => {
    const words = "word ".repeat(60).trim();
    expect(longest(wrap(narrow, words, "   … "))).toBe(79);
    expect(longest(wrap(wide, words, "   … "))).toBe(119);
    const address = `http://127.0.0.1:20000/${"a".repeat(100)}`;
    expect(wrap(narrow, `see ${address} there`, "- ")).toBe(`- see\n  ${address}\n  there`);
  });
});

describe("a scene", () => {
  const result = {
    isRight: true,
    seen: "two appointments, one lead",
    seconds: 1.234,
    appointments: [
      { id: "603747146", workflowUrl: "http://127.0.0.1:24530/namespaces/default/workflows/one" },
      { id: "603747149", workflowUrl: undefined },
    ],
  };

  test("has its number, its notes, its outcome and the ids of its appointments", () => {
    const retry = { activity: "findClient", failure: "DynamicsThrottled", attempt: 3, nextInMs: 3_400 };
    expect(
      [
        formatTitle(narrow, 3, "Sofia books twice."),
        formatNote(narrow, formatRetry(retry)),
        formatResult(narrow, result),
      ].join("\n"),
    ).toBe(`3. Sofia books twice.
   … findClient failed with DynamicsThrottled: attempt 3, next in 4 s
   ✓ two appointments, one lead
     appointments 603747146 and 603747149, 1.2 s`);
  });

  test("says what is not so", () => {
    const wrong = { ...result, isRight: false, appointments: result.appointments.slice(0, 1) };
    expect(formatResult(narrow, wrong)).toBe(
      "   ✗ not so: two appointments, one lead\n     appointment 603747146, 1.2 s",
    );
  });

  test("links each id to its Workflow where the terminal has links", () => {
    const linked = formatResult({ ...narrow, hasLinks: true }, result);
    expect(linked).toContain(
      "\u001B]8;;http://127.0.0.1:24530/namespaces/default/workflows/one\u0007603747146\u001B]8;;\u0007 and 603747149",
    );
  });
});

describe("the appointments", () => {
  const name = (column: string, value: string) => ({
    [`${column}@OData.Community.Display.V1.FormattedValue`]: value,
  });
  const row = {
    ...name("_regardingobjectid_value", "Wolfeschlegelstein"),
    ...name("_ownerid_value", "Marc Tremblay"),
    subject: "Mortgage advice",
    scheduledstart: "2026-11-30T19:45:00Z",
    statecode: 3,
  };

  test("are a table of 80 columns, its cells cut to their width", () => {
    expect(formatAppointments(narrow, [{ appointmentId: "603747146", row }])).toBe(
      [
        "  Regarding       Subject           Start (UTC)       State      Owner",
        "  Wolfeschlegel…  Mortgage advice   2026-11-30 19:45  Scheduled  Marc Tremblay",
      ].join("\n"),
    );
  });

  test("have their ids in Coconut beside them where there is room", () => {
    expect(formatAppointments(wide, [{ appointmentId: "603747146", row }])).toMatch(
      /Owner {11}In Coconut\n.*Marc Tremblay {3}603747146$/,
    );
  });
});

describe("the end", () => {
  const url = (port: number) => `http://127.0.0.1:${port}`;
  const places = {
    dynamicsUrl: url(65535),
    dataverseUrl: url(65534),
    coconutUrl: url(65533),
    serverUrl: url(65532),
    login: "sso",
    temporal: {
      all: createTemporalUi(url(65531), "default").all,
      needsAttention: `${url(65530)}/needs-attention`,
      newest: `${url(65530)}/newest`,
    },
  } as const;

  test.each([narrow, wide])("fits $columns columns, with every address whole", (screen) => {
    const end = formatPlaces(screen, places);
    expect(longest(end)).toBeLessThanOrEqual(screen.columns);
    for (const address of Object.values(places.temporal)) expect(end).toMatch(new RegExp(`${address}$`, "m"));
    expect(end).toContain(`  ${places.dynamicsUrl}/\n`);
  });

  test("names no links where the Temporal server is somebody else's", () => {
    const end = formatPlaces(narrow, { ...places, temporal: undefined });
    expect(end).toContain('filter by SyncState = "NeedsAttention"');
    expect(longest(end)).toBeLessThanOrEqual(80);
  });
});

describe("the short links", () => {
  test("lead to the list, to what needs attention, and to the newest Workflow of the moment", async () => {
    const ui = createTemporalUi("http://127.0.0.1:8233", "default");
    let newest: string | undefined;
    const links = await startShortLinks(ui, async () => newest);
    onTestFinished(() => links[Symbol.asyncDispose]());
    const follow = async (address: string) =>
      (await fetch(address, { redirect: "manual" })).headers.get("location");
    const list = "http://127.0.0.1:8233/namespaces/default/workflows";
    expect(await follow(links.needsAttention)).toBe(`${list}?query=SyncState%3D%22NeedsAttention%22`);
    expect(await follow(links.newest)).toBe(list);
    newest = "coconut-appointment:acme:7";
    expect(await follow(links.newest)).toBe(`${list}/coconut-appointment%3Aacme%3A7`);
    expect(await follow(new URL("/elsewhere", links.newest).href)).toBe(list);
  });

  test("say so when Temporal does not answer", async () => {
    const ui = createTemporalUi("http://127.0.0.1:8233", "default");
    const links = await startShortLinks(ui, () => Promise.reject(new Error("14 UNAVAILABLE")));
    onTestFinished(() => links[Symbol.asyncDispose]());
    const answer = await fetch(links.newest);
    expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining("14 UNAVAILABLE")]);
  });
});

describe("what waits for a retry", () => {
  const retry = (attempt: number): Retry => ({
    activity: "findClient",
    failure: "DynamicsUnavailable",
    attempt,
    nextInMs: 1_000,
  });

  test("is told once for each attempt, until the work is done", async () => {
    const told: number[] = [];
    const looks = [[], [retry(2)], [retry(2)], [retry(3)]];
    let finish: (word: string) => void;
    const work = new Promise<string>((resolve) => (finish = resolve));
    const stage = {
      booked: ["7"],
      async retries() {
        const seen = looks.shift() ?? [];
        if (looks.length === 0) finish("done");
        return seen;
      },
    };
    expect(await tellingRetries(stage, ({ attempt }) => told.push(attempt), work)).toBe("done");
    expect(told).toEqual([2, 3]);
  });

  test("does not hide why the work failed", async () => {
    const work = turn().then(() => Promise.reject(new Error("Coconut is away")));
    const stage = { booked: ["7"], retries: async () => (await turn(), []) };
    await expect(tellingRetries(stage, () => undefined, work)).rejects.toThrow("Coconut is away");
  });
});
