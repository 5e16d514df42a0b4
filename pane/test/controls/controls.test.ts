/** The pane's controls in a browser: what they say, what they do by keyboard, and that axe agrees. */
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { atRest } from "../../../tools/tests/browser/at-rest.ts";
import { inBrowser } from "../../../tools/tests/browser/in-browser.ts";
import { type ControlPage, startControlPage } from "./control-page.ts";

let site: ControlPage;

function focused(page: Page, attribute: string): Promise<string | null | undefined> {
  return page.evaluate((name) => document.activeElement?.getAttribute(name), attribute);
}

inBrowser("the pane's controls", () => {
  beforeAll(async () => {
    site = await startControlPage("pane/test/controls/every-control-page.tsx");
  });
  afterAll(() => site[Symbol.asyncDispose]());

  test.each(["light", "dark"])("axe finds nothing wrong with any control, theme %s", async (theme) => {
    for (const width of [460, 300]) {
      const page = await site.open({ theme }, width);
      await page.getByRole("button", { name: "Next" }).click();
      await page.getByRole("radio", { name: "Cards" }).check();
      await page.getByRole("radio", { name: "10:30" }).check();
      await atRest(page);
      const { violations, passes } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      expect(passes.map(({ id }) => id)).toContain("color-contrast");
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
  });

  test("the page uses the theme that is named, otherwise the system's", async () => {
    const page = await site.open();
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const [light, dark] = ["rgb(255, 255, 255)", "rgb(41, 41, 41)"];
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await background(), "light was named").toBe(light);
    await page.evaluate(() => delete document.documentElement.dataset["theme"]);
    expect(await background()).toBe(dark);
    await page.emulateMedia({ colorScheme: "light" });
    expect(await background()).toBe(light);
  });

  test("a filter finds by word without accents, keeps its groups, and says how many it found", async () => {
    const page = await site.open();
    const list = page.getByRole("radiogroup", { name: "Service" });
    await page.getByRole("searchbox", { name: "Find a service" }).fill("pret");
    expect(await list.getByRole("radio").count()).toBe(1);
    expect(await list.getByRole("group", { name: "Borrowing" }).getByRole("radio").count()).toBe(1);
    expect(await list.getByRole("status").textContent()).toBe("1 found");
    await page.getByRole("searchbox").fill("nothing like it");
    await list.getByText("Nothing has this name").waitFor();
  });

  test("a filter never hides the chosen option, and does not count it as found", async () => {
    const page = await site.open();
    const list = page.getByRole("radiogroup", { name: "Service" });
    await list.getByRole("radio", { name: "Cards" }).check();
    await page.getByRole("searchbox", { name: "Find a service" }).fill("pret");
    expect(await list.getByRole("radio").evaluateAll((radios) => radios.map(({ id }) => id))).toEqual([
      "service-2",
      "service-3",
    ]);
    expect(await list.getByRole("radio", { name: "Cards" }).isChecked()).toBe(true);
    expect(await list.getByRole("status").textContent()).toBe("1 found");
    await page.getByRole("searchbox").fill("nothing like it");
    await list.getByText("Nothing has this name").waitFor();
    expect(await list.getByRole("radio").count()).toBe(1);
  });

  test("the asterisk of a required field never wraps to a line of its own", async () => {
    const page = await site.open();
    const alone = await page.locator("label[for=email]").evaluate((label) => {
      const text = label.firstChild as Text;
      const mark = label.querySelector(".required-mark");
      text.data = "In what year do you want to retire?";
      return Array.from({ length: 80 }, (_, step) => 120 + step * 2).filter((width) => {
        label.style.width = `${width}px`;
        const last = document.createRange();
        last.setStart(text, text.length - 1);
        last.setEnd(text, text.length);
        return mark?.getBoundingClientRect().top !== last.getBoundingClientRect().top;
      });
    });
    expect(alone).toEqual([]);
  });

  test("the spinner keeps its gap in forced colours", async () => {
    const page = await site.open();
    await page.emulateMedia({ forcedColors: "active" });
    const sides = await page.locator(".spinner-ring").evaluateAll((rings) =>
      rings.map((ring) => {
        const { borderTopColor, borderBottomColor } = getComputedStyle(ring);
        return borderTopColor !== borderBottomColor;
      }),
    );
    expect(sides).toEqual([true, true]);
  });

  test("texts do not move when the actions beside them are hidden", async () => {
    const page = await site.open();
    const edit = page.getByRole("button", { name: "Edit" });
    const width = () => page.locator(".fact-text").evaluate((text) => text.clientWidth);
    await edit.waitFor();
    const before = await width();
    await page.getByRole("checkbox", { name: "Tell the client" }).uncheck();
    await edit.waitFor({ state: "hidden" });
    expect(await width()).toBe(before);
    expect(await edit.count()).toBe(0);
  });

  test("a radio button is named by its label and described by the rest, and arrow keys cross groups", async () => {
    const page = await site.open();
    const cards = page.getByRole("radio", {
      name: "Cards",
      exact: true,
      description: "20 min Lost, stolen, new",
    });
    await cards.check();
    await page.keyboard.press("ArrowDown");
    expect(await page.getByRole("radio", { name: "Prêt hypothécaire" }).isChecked()).toBe(true);
  });

  test("times are grouped by part of the day and written in the language of the page", async () => {
    const page = await site.open();
    const namesIn = (part: string) =>
      page.getByRole("group", { name: part, exact: true }).locator("label").allInnerTexts();
    expect(await namesIn("Morning")).toEqual(["9:00 a.m.", "10:30 a.m."]);
    expect(await namesIn("Afternoon")).toEqual(["12:00 p.m.", "4:59 p.m."]);
    expect(await namesIn("Evening")).toEqual(["5:00 p.m."]);
    await page
      .getByRole("radiogroup", { name: "Tuesday, March 10", description: "Eastern Time (Toronto)" })
      .waitFor();
    const french = await site.open({ locale: "fr-CA" });
    await french.getByRole("radio", { name: "16 h 59" }).waitFor();
  });

  test("an error refers to its field, and the summary's link focuses it without changing the address", async () => {
    const page = await site.open();
    const address = page.url();
    await page.getByRole("button", { name: "Next" }).click();
    await expect.poll(() => focused(page, "role")).toBe("alert");
    await page.getByRole("link", { name: /^E-mail/ }).click();
    expect(await focused(page, "id")).toBe("email");
    const field = page.getByRole("textbox", { name: "E-mail" });
    expect(await field.getAttribute("aria-invalid")).toBe("true");
    expect(await field.getAttribute("aria-describedby")).toBe("email-error email-help");
    await page.getByRole("link", { name: /^Bring/ }).press("Enter");
    expect(await focused(page, "type"), "the first of the group").toBe("checkbox");
    await page.getByRole("link", { name: /^Service/ }).click();
    expect(await focused(page, "value"), "the first to choose from, not the filter").toBe("1");
    expect(page.url()).toBe(address);
  });

  test("an error that comes back while typing leaves the focus in the field", async () => {
    const page = await site.open();
    await page.getByRole("radio", { name: "Cards" }).check();
    await page.getByRole("checkbox", { name: "Passport" }).check();
    await page.getByRole("button", { name: "Next" }).click();
    await expect.poll(() => focused(page, "role")).toBe("alert");
    const field = page.getByRole("textbox", { name: "E-mail" });
    await field.fill("lea@example.com");
    await page.getByRole("alert").filter({ hasText: "To correct" }).waitFor({ state: "detached" });
    await field.fill("lea");
    await page.getByRole("alert").filter({ hasText: "To correct" }).waitFor();
    expect(await focused(page, "id")).toBe("email");
  });

  test("a busy button keeps the focus, shows its busy label, and ignores presses", async () => {
    const page = await site.open();
    const busy = page.getByRole("button", { name: "Booking" });
    await busy.focus();
    await page.keyboard.press("Enter");
    await busy.click({ force: true });
    expect(await page.getByText("To correct").count()).toBe(0);
    expect(await focused(page, "aria-disabled")).toBe("true");
  });

  test("the footer never covers the control that has the focus", async () => {
    const page = await site.open({}, 300);
    await page.setViewportSize({ width: 300, height: 420 });
    const hidden: string[] = [];
    for (let stop = 0; stop < 30; stop += 1) {
      await page.keyboard.press("Tab");
      const behind = await page.evaluate(() => {
        const bar = document.querySelector(".footer");
        const at = document.activeElement;
        if (bar === null || at === null || at === document.body || bar.contains(at)) return undefined;
        return at.getBoundingClientRect().bottom > bar.getBoundingClientRect().top ? at.outerHTML : undefined;
      });
      if (behind !== undefined) hidden.push(behind);
    }
    expect(hidden).toEqual([]);
  });
});
