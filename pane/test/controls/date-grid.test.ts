/** The date grid, by keyboard as in the date picker of the WAI-ARIA Authoring Practices, and by mouse. */
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { atRest } from "../../../tools/tests/browser/at-rest.ts";
import { inBrowser } from "../../../tools/tests/browser/in-browser.ts";
import { type ControlPage, startControlPage } from "./control-page.ts";

let site: ControlPage;

/** The month with the focus on one of its days. */
async function openAt(day: string, query: Readonly<Record<string, string>> = {}): Promise<Page> {
  const page = await site.open({ selected: day, ...query });
  await page.locator('td[tabindex="0"]').focus();
  return page;
}

function focusedDay(page: Page): Promise<string | null | undefined> {
  return page.evaluate(() => document.activeElement?.getAttribute("data-day"));
}

async function press(page: Page, ...keys: string[]): Promise<string | null | undefined> {
  for (const key of keys) await page.keyboard.press(key);
  return focusedDay(page);
}

inBrowser("the date grid", () => {
  beforeAll(async () => {
    site = await startControlPage("pane/test/controls/date-grid-page.tsx");
  });
  afterAll(() => site[Symbol.asyncDispose]());

  test("Tab enters the month once, at the chosen day, and leaves it", async () => {
    const page = await site.open({ selected: "2026-03-18" });
    await page.getByRole("button", { name: "Next month" }).focus();
    expect(await press(page, "Tab")).toBe("2026-03-18");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("After");
    expect(await page.locator('td[tabindex="0"]').count()).toBe(1);
  });

  test("with nothing chosen, Tab enters at the first day with times", async () => {
    const page = await site.open();
    await page.getByRole("button", { name: "Next month" }).click();
    expect(await press(page, "Tab")).toBe("2026-04-02");
  });

  test("arrows move by days and weeks, over the end of the month", async () => {
    const page = await openAt("2026-03-18");
    expect(await press(page, "ArrowRight")).toBe("2026-03-19");
    expect(await press(page, "ArrowLeft", "ArrowLeft")).toBe("2026-03-17");
    expect(await press(page, "ArrowDown")).toBe("2026-03-24");
    expect(await press(page, "ArrowUp")).toBe("2026-03-17");
    expect(await press(page, "ArrowDown", "ArrowDown", "ArrowDown")).toBe("2026-04-07");
    expect(await page.getByRole("heading", { level: 3 }).textContent()).toBe("April 2026");
  });

  test("Home and End move to the ends of the week", async () => {
    const page = await openAt("2026-03-18");
    expect(await press(page, "Home")).toBe("2026-03-15");
    expect(await press(page, "End")).toBe("2026-03-21");
  });

  test("Page Up and Page Down move by months, with Shift by years, and stop at the first and last day", async () => {
    const page = await openAt("2026-03-31");
    expect(await press(page, "PageDown")).toBe("2026-04-30");
    expect(await press(page, "PageUp")).toBe("2026-03-30");
    expect(await press(page, "Shift+PageDown")).toBe("2027-03-30");
    expect(await press(page, "Shift+PageDown"), "no day after the last").toBe("2027-06-20");
    expect(await press(page, "Shift+PageUp", "Shift+PageUp"), "no day before the first").toBe("2026-03-10");
  });

  test("a key that moves to no other day does not take the focus later", async () => {
    const page = await openAt("2026-03-10");
    expect(await press(page, "ArrowLeft", "ArrowLeft")).toBe("2026-03-10");
    await page.getByRole("button", { name: "Next month" }).click();
    await page.getByRole("button", { name: "Previous month" }).click();
    const focused = await page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
    expect(focused).toBe("Previous month");
  });

  test.each(["Enter", "Space"])("%s chooses a day with times, and only one day is chosen", async (key) => {
    const page = await openAt("2026-03-18");
    await press(page, "ArrowDown", "ArrowLeft", key);
    const chosen = page.locator("[aria-selected]");
    expect(await chosen.count()).toBe(1);
    expect(await chosen.getAttribute("aria-label")).toBe("Tuesday, March 24, 2026, times available");
  });

  test("a day without times can be focused and is explained, but not chosen by key or click", async () => {
    const page = await openAt("2026-03-18");
    expect(await press(page, "ArrowRight", "Enter")).toBe("2026-03-19");
    const day = page.locator('[data-day="2026-03-19"]');
    await day.click({ force: true });
    expect(await day.getAttribute("aria-disabled")).toBe("true");
    expect(await day.getAttribute("aria-label")).toBe("Thursday, March 19, 2026, no times");
    expect(await page.locator("[aria-selected]").getAttribute("data-day")).toBe("2026-03-18");
  });

  test("a click chooses a day with times, and the keys continue from there", async () => {
    const page = await openAt("2026-03-18");
    await page.locator('[data-day="2026-03-26"]').click();
    expect(await page.locator("[aria-selected]").getAttribute("data-day")).toBe("2026-03-26");
    expect(await press(page, "ArrowRight")).toBe("2026-03-27");
  });

  test("while times are loading, days can be focused but not chosen", async () => {
    const page = await openAt("2026-03-18", { loading: "yes" });
    expect(await press(page, "ArrowDown", "ArrowLeft", "Enter")).toBe("2026-03-24");
    expect(await page.locator("[aria-selected]").getAttribute("data-day")).toBe("2026-03-18");
    expect(await page.getByRole("grid").getAttribute("aria-busy")).toBe("true");
  });

  test("the focus moves to the new month once it is shown", async () => {
    const page = await openAt("2026-03-18", { delay: "150" });
    await page.keyboard.press("PageDown");
    await page.locator('[data-day="2026-04-18"]:focus').waitFor();
  });

  test("the buttons change the month, keep the focus, and stop at the last month", async () => {
    const page = await site.open();
    const next = page.getByRole("button", { name: "Next month" });
    const previous = page.getByRole("button", { name: "Previous month" });
    expect(await previous.getAttribute("aria-disabled")).toBe("true");
    for (let month = 0; month < 20; month += 1) await next.click({ force: true });
    expect(await page.getByRole("heading", { level: 3 }).textContent()).toBe("June 2027");
    expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Next month");
    expect(await next.getAttribute("aria-disabled")).toBe("true");
  });

  test("screen readers are told the month when it changes, the full weekdays, today, and the keys", async () => {
    const page = await site.open({ locale: "fr-CA" });
    const heading = page.getByRole("heading", { level: 3 });
    expect(await heading.textContent()).toBe("mars 2026");
    expect(await heading.getAttribute("aria-live")).toBe("polite");
    const headers = page.getByRole("columnheader");
    expect(await headers.first().textContent()).toBe("dim.dimanche");
    expect(await headers.last().textContent()).toBe("sam.samedi");
    const today = page.locator("[aria-current=date]");
    expect(await today.getAttribute("aria-label")).toBe("mardi 10 mars 2026, times available");
    await page.getByRole("grid", { description: /Arrow keys/ }).waitFor();
  });

  test.each(["light", "dark"])("axe finds nothing wrong with the %s month", async (theme) => {
    const page = await openAt("2026-03-18", { theme });
    await atRest(page);
    const { violations, passes } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    expect(passes.map(({ id }) => id)).toContain("color-contrast");
  });

  test("at 300 pixels every day is a target of 24 pixels and nothing is cut off", async () => {
    const page = await site.open({}, 300);
    const box = await page.locator('[data-day="2026-03-18"]').boundingBox();
    expect(box?.width).toBeGreaterThanOrEqual(24);
    expect(box?.height).toBeGreaterThanOrEqual(24);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(300);
  });

  test("nothing below the grid moves when the month changes or the keys are shown", async () => {
    const page = await site.open();
    const topOfAfter = async () => (await page.getByRole("button", { name: "After" }).boundingBox())?.y;
    const before = await topOfAfter();
    await page.getByRole("button", { name: "Next month" }).click();
    await page.getByRole("button", { name: "Next month" }).click();
    await press(page, "Tab", "ArrowRight");
    expect(await topOfAfter()).toBe(before);
  });
});
