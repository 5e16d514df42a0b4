/** Every step of the pane without an objection of axe's, in narrow panes, and by keyboard alone. */
import type { Frame, Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { checkAccessibility } from "../../tools/tests/browser/accessibility.ts";
import { shot } from "../../tools/tests/browser/artefacts.ts";
import { closesItself } from "../../tools/tests/browser/closes-itself.ts";
import { inBrowser } from "../../tools/tests/browser/in-browser.ts";
import { startForFile } from "../helpers/fixtures.ts";
import { paneFrame, paneOf } from "./stage/pane.ts";
import { startStage, type Visitor } from "./stage/stage.ts";

const stage = startForFile(startStage);

inBrowser("the pane, looked at and worked without a mouse", () => {
  test.each<[string, Visitor]>([
    ["en-light", { lcid: 1033 }],
    ["fr-dark", { lcid: 1036, theme: "dark" }],
  ])("has nothing that axe objects to at any step: %s", async (name, visitor) => {
    const look = async (page: Page, step: string) => {
      await checkAccessibility(page, paneFrame);
      await shot(page.locator(paneFrame), `pane-${name}-${step}`);
    };
    // High enough for the pictures to show whole steps.
    await walk({ ...visitor, browser: { viewport: { width: 1280, height: 1200 } } }, look);
  });

  test.each([
    ["300 px, the least that a side pane gets", 300, 349],
    ["271 px, what is left of a window of 320", 271, 320],
  ])("fits into %s, at every step, without scrolling sideways", async (_, paneWidth, windowWidth) => {
    const visitor = { browser: { viewport: { width: windowWidth, height: 740 } } };
    await walk(visitor, async (page, step) => {
      await shot(page.locator(paneFrame), `pane-${paneWidth}-${step}`);
      const frames = page.frames().filter((frame) => /pane(?:\.html|\/#)/.test(frame.url()));
      expect(frames).toHaveLength(2);
      for (const frame of frames) {
        const { width, excess } = await frame.evaluate(() => {
          const { scrollWidth, clientWidth } = document.documentElement;
          return { width: clientWidth, excess: scrollWidth - clientWidth };
        });
        expect(width).toBe(paneWidth);
        expect(excess, `px too wide at ${step}`).toBe(0);
      }
    });
  });

  test("is worked by keyboard alone, from the command bar to the Timeline, with the focus to be seen", async () => {
    const lead = await stage().makeLead();
    const page = await stage().openRow(lead.id);
    const pane = paneOf(page);
    const { frame, button, heading } = pane;
    const arrive = (title: string) =>
      expect.poll(() => hasFocus(heading(title)), { message: title }).toBe(true);
    await page.locator("body").focus();

    await tabTo(page, page.getByRole("toolbar").getByRole("button", { name: "Create Appointment" }));
    await page.keyboard.press("Enter");
    await arrive("Log in to Coconut");
    await tabTo(page, button("Log in"));
    const opened = page.waitForEvent("popup");
    await page.keyboard.press("Enter");
    const popup = await opened;
    await popup.locator("#username").waitFor();
    await tabTo(popup, popup.locator("#username"));
    await popup.keyboard.type("dana.roy@acme.example");
    await popup.keyboard.press("Tab");
    await popup.keyboard.type("coconut");
    await closesItself(popup, () => popup.keyboard.press("Enter"));

    await heading("Choose a service").waitFor();
    await page.bringToFront();
    await arrive("Choose a service");
    await frame.locator("#service-7").waitFor();
    await tabTo(page, frame.locator("input[name=service]").first());
    await walkRadios(page, frame.locator("#service-7"));
    await tabTo(page, frame.locator("input[name=method]").first());
    await walkRadios(page, frame.locator("#method-phone_call"));
    await press(page, button("Continue"));

    await arrive("Choose who to meet");
    await frame.locator("#staff-anyone").waitFor();
    await press(page, button("Continue"));

    await arrive("Choose a date and time");
    await frame.locator('[role=grid][aria-busy="false"]').waitFor();
    // This month's times may be past before they are booked, or there may be none left.
    await press(page, button("Next month"));
    await frame.locator('[role=grid][aria-busy="false"]').waitFor();
    await tabTo(page, frame.locator('td[data-day][tabindex="0"]'));
    await page.keyboard.press("Enter");
    const slots = frame.locator("#time input[type=radio]");
    await slots.first().waitFor();
    await tabTo(page, slots.first());
    await page.keyboard.press("Space");
    await press(page, button("Continue"));

    await arrive("Client details");
    await frame.getByLabel("Notes").waitFor();
    await press(page, button("Continue"));
    await arrive("Review and book");
    await press(page, button("Book Appointment"));
    await pane.untilClosed();
    await page.locator("[data-activity]").waitFor();
    expect(await stage().coconut.appointmentsOf(lead.email)).toHaveLength(1);
  });
});

/** Through every step, without booking; `look` is called at each once it is there in full. */
async function walk(visitor: Visitor, look: (page: Page, step: string) => Promise<void>): Promise<void> {
  const lead = await stage().makeLead();
  const page = await stage().openRow(lead.id, visitor);
  const pane = paneOf(page, visitor.lcid);
  const { words, frame, heading } = pane;
  await pane.open();
  await look(page, "0-login");
  await pane.logInByPassword();
  // Retirement planning asks in every way there is.
  await pane.chooseService({ service: "9" });
  await look(page, "1-service");
  await pane.next();
  await pane.chooseLocation();
  await look(page, "2-location");
  await pane.next();
  await pane.chooseStaff();
  await look(page, "3-staff");
  await pane.next();
  await pane.chooseTime();
  await look(page, "4-time");
  await pane.next();
  await heading(words.details.title).waitFor();
  await frame.getByLabel(words.details.notes).waitFor();
  await pane.next();
  await frame.getByRole("alert").first().waitFor();
  await look(page, "5-details-with-errors");
  await pane.button(words.details.add).click();
  await frame.locator("#attendee-1-firstName").fill("Omar");
  await frame.locator("#attendee-1-lastName").fill("Haddad");
  await frame.locator("#attendee-1-email").fill("omar@example.com");
  await pane.answerQuestions();
  await look(page, "5-details-of-two");
  await pane.next();
  await heading(words.review.title).waitFor();
  await look(page, "6-review");
  await page.context().close();
}

/** Presses Tab until it has the focus, as somebody without a mouse does, and looks whether that is to be seen. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if (await hasFocus(wanted)) {
      expect(await isFocusShown(wanted), `the focus on ${wanted.toString()}`).toBe(true);
      return;
    }
    await page.keyboard.press("Tab");
    await expect.poll(() => isAnythingFocused(page.mainFrame()), { message: "what Tab led to" }).toBe(true);
  }
  throw new Error(`60 tabs did not lead to ${wanted.toString()}`);
}

/** On its way from one frame into the next the focus is on nothing for a moment, and another Tab would lead too far. */
async function isAnythingFocused(frame: Frame): Promise<boolean> {
  const active = await frame.evaluateHandle(() => document.activeElement);
  const inner = await active.asElement()?.contentFrame();
  return inner ? isAnythingFocused(inner) : active.evaluate((element) => element !== document.body);
}

async function press(page: Page, button: Locator): Promise<void> {
  await tabTo(page, button);
  await page.keyboard.press("Enter");
}

/** With the arrows, once the group has the focus. */
async function walkRadios(page: Page, wanted: Locator): Promise<void> {
  await page.keyboard.press("Space");
  for (let presses = 0; presses < 40 && !(await wanted.isChecked()); presses++) {
    await page.keyboard.press("ArrowDown");
  }
  expect(await wanted.isChecked()).toBe(true);
}

const hasFocus = (locator: Locator) => locator.evaluate((element) => element === document.activeElement);

/** By an outline or a shadow of its own, or of what is drawn for it: its box, its label, the number of a day. */
function isFocusShown(locator: Locator): Promise<boolean> {
  return locator.evaluate((element) => {
    const { parentElement, nextElementSibling, firstElementChild } = element;
    const around = [element, parentElement, nextElementSibling, firstElementChild];
    return around.some((candidate) => {
      if (candidate === null) return false;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(candidate);
      return (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none";
    });
  });
}
