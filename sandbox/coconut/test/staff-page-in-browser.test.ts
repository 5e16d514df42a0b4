import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { CoconutSandbox } from "../src/server.ts";
import { checkAccessibility } from "../../../tools/tests/browser/accessibility.ts";
import { startBrowser } from "../../../tools/tests/browser/browser.ts";
import { inBrowser } from "../../../tools/tests/browser/in-browser.ts";
import { startRefusal } from "./receiver.ts";
import { act, ANN, bookByStaff, call, deliveries, OPEN, openBooking, startSandbox, ZOE } from "./requests.ts";
import { SERVICE, STAFF } from "./seed-ids.ts";

const AT = { staff: `${STAFF.dana}`, start: "2021-03-02 10:00:00" };

inBrowser("a person at the staff page", () => {
  let browser: Browser;
  let refusal: Awaited<ReturnType<typeof startRefusal>>;
  let sandbox: CoconutSandbox;
  let page: Page;

  beforeAll(async () => {
    browser = await startBrowser({ partitioning: false });
    refusal = await startRefusal();
    // Each webhook is tried once, so that the lists of the page come to rest.
    sandbox = await startSandbox(refusal, { retryScheduleMs: [3_600_000] });
  });
  afterAll(async () => {
    await browser.close();
    await sandbox[Symbol.asyncDispose]();
    await refusal[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    sandbox.reset();
    page = await browser.newPage();
    // The page's time stands still: its messages stay until they have been read.
    await page.clock.install({ time: 0 });
    await page.clock.pauseAt(86_400_000);
  });
  afterEach(async () => page.close());

  async function attributesOf(id: string) {
    const answer = await call<{ data: { attributes: Record<string, unknown>; relationships: unknown } }>(
      sandbox,
      "GET",
      `/sandbox/appointments/${id}`,
    );
    return answer.body.data;
  }

  test("books by video, and the appointment appears", async () => {
    await page.goto(sandbox.url);
    const form = page.locator("#book");
    await form.getByLabel("First name").fill("Zoe");
    await form.getByLabel("Last name").fill("<i>Kay</i>");
    await form.getByLabel("E-mail").fill("zoe.kay@example.com");
    await form.getByLabel("Service").selectOption("Retirement planning, 60 min");
    await form.getByLabel("Held").selectOption("by video");
    await form.getByRole("button", { name: "Book" }).click();
    const item = page.locator("#appointments li").first();
    await item.getByRole("heading", { name: "Zoe <i>Kay</i>" }).waitFor();
    expect(await item.innerText()).toMatch(/Retirement planning · King Street, by video · (Dana|Marc|Lena)/u);
    expect(await page.locator("#message").innerText()).toBe("Booked for Zoe <i>Kay</i>.");
  });

  test("moves, gives to somebody else, notes and sets the status in one dialog", async () => {
    const { id } = (await bookByStaff(sandbox, { ...ZOE, ...AT })).data;
    await page.goto(sandbox.url);
    await page.getByRole("button", { name: "Change: Zoe Kay" }).click();
    const dialog = page.getByRole("dialog", { name: "Change the appointment" });
    await dialog.getByLabel("Start").fill("2021-03-03T11:30");
    await dialog.getByLabel("Staff").selectOption("32");
    await dialog.getByLabel("Status").selectOption("In Progress");
    await dialog.getByLabel("Notes").fill("Call first");
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.locator("#appointments .tag", { hasText: "In Progress" }).waitFor();
    expect(await attributesOf(id)).toMatchObject({
      attributes: { start: "2021-03-03 11:30:00", status: "In Progress", notes: "Call first" },
      relationships: { staff: { data: [{ id: "32" }] } },
    });
  });

  test("leaves a dialog without changing anything, and is told what is refused", async () => {
    await bookByStaff(sandbox, { ...ANN, ...AT });
    const { id } = (await bookByStaff(sandbox, { ...ZOE, ...AT, staff: `${STAFF.marc}` })).data;
    const before = await attributesOf(id);
    await page.goto(sandbox.url);
    const dialog = page.getByRole("dialog");
    await page.getByRole("button", { name: "Change: Zoe Kay" }).click();
    await dialog.getByLabel("Notes").fill("Not this");
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Change: Zoe Kay" }).click();
    await dialog.waitFor();
    expect(await dialog.getByLabel("Notes").inputValue()).toBe("");
    await dialog.getByLabel("Staff").selectOption("31");
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByText("Dana Roy has another appointment at that time").waitFor();
    expect(await attributesOf(id)).toStrictEqual(before);
  });

  test("adds an attendee, cancels an attendance, then the appointment", async () => {
    const { id } = (await bookByStaff(sandbox, { ...ZOE, ...AT })).data;
    await page.goto(sandbox.url);
    await page.getByRole("button", { name: "Add an attendee: Zoe Kay" }).click();
    const dialog = page.getByRole("dialog", { name: "Add an attendee" });
    await dialog.getByLabel("First name").fill("Bo");
    await dialog.getByLabel("Last name").fill("Kay");
    await dialog.getByLabel("E-mail").fill("bo@example.com");
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByRole("button", { name: "Cancel the attendance of Zoe Kay" }).click();
    await page.getByText("zoe.kay@example.com · cancelled").waitFor();
    expect((await attributesOf(id)).attributes["status"]).toBe("Confirmed");
    await page.getByRole("button", { name: "Cancel: Zoe Kay, Bo Kay" }).click();
    await expect.poll(async () => (await attributesOf(id)).attributes["status"]).toBe("Cancelled");
  });

  test("sees what came through the Open API: who booked it, from where, and the answers", async () => {
    const answers = [
      ["504", "<u>2041</u>"],
      ["505", "yes"],
      ["508", "true"],
    ].map(([id, value]) => ({ type: "answers", attributes: { question_id: id, value } }));
    const { data } = openBooking({ service_id: SERVICE.retirement });
    const people = data.relationships.attendees.data.map((person) => ({
      ...person,
      relationships: { answers: { data: answers } },
    }));
    const booking = {
      data: { ...data, relationships: { attendees: { data: people } } },
      meta: { booker: 33, utm: { source: "dynamics", medium: "<b>pane</b>" } },
    };
    expect((await call(sandbox, "POST", `${OPEN}/appointments`, booking)).status).toBe(201);
    await page.goto(sandbox.url);
    const text = await page.locator("#appointments li").first().innerText();
    expect(text).toContain("booked by Priya Nair · from dynamics, <b>pane</b>");
    expect(text).toContain("In what year do you want to retire? → <u>2041</u>");
  });

  test.each([
    ["light", 1200],
    ["dark", 1200],
    ["light", 320],
  ] as const)(
    "finds it accessible in %s at %i pixels, and nothing runs over the edge",
    async (scheme, width) => {
      const { id } = (await bookByStaff(sandbox, { ...ZOE, ...AT, notes: "Brings papers" })).data;
      await act(sandbox, id, "attendees", ANN);
      await bookByStaff(sandbox, {
        firstName: "Max",
        lastName: "Ray",
        email: "max@example.com",
        walkIn: true,
      });
      const untried = async () => (await deliveries(sandbox)).filter(({ attempts }) => attempts.length === 0);
      await expect.poll(untried).toStrictEqual([]);
      // axe needs a page of a context of its own.
      const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: 800 } });
      const own = await context.newPage();
      await own.goto(sandbox.url);
      await checkAccessibility(own);
      expect(await own.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
      await own.getByRole("button", { name: /^Change: Zoe/u }).click();
      await own.getByRole("dialog").waitFor();
      await checkAccessibility(own);
      await context.close();
    },
  );
});
