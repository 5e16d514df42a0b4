/** What axe does not see: sizes, spacing, and where the focus is after each thing that a banker does. */
import type { Frame, Page } from "playwright-core";
import { expect, test } from "vitest";
import { inBrowser } from "../../tools/tests/browser/in-browser.ts";
import { startForFile } from "../helpers/fixtures.ts";
import { paneOf } from "./stage/pane.ts";
import { startStage, type Visitor } from "./stage/stage.ts";

const stage = startForFile(startStage);
type Pane = ReturnType<typeof paneOf>;

async function openPane(visitor: Visitor = {}) {
  const lead = await stage().makeLead();
  const page = await stage().openRow(lead.id, visitor);
  const pane = paneOf(page, visitor.lcid);
  await pane.open();
  return { page, pane };
}

inBrowser("the pane, within everybody's reach", () => {
  test("has targets of 24 px, and room for text that is set wider, at 320 px in French", async () => {
    const { page, pane } = await openPane({
      lcid: 1036,
      browser: { viewport: { width: 369, height: 740 } },
    });
    const look = async (step: string) => {
      const frame = innerFrame(page);
      expect(await frame.evaluate(smallTargets), `targets below 24 px at ${step}`).toEqual([]);
      expect(await frame.evaluate(cutUnderWiderText), `texts that are cut at ${step}`).toEqual([]);
    };
    await look("log-in");
    await pane.logInByPassword();
    await pane.chooseService({ service: "9" });
    await look("service");
    await pane.next();
    await pane.chooseLocation();
    await look("location");
    await pane.next();
    await pane.chooseStaff();
    await look("staff");
    await pane.next();
    await pane.chooseTime();
    await look("time");
    await pane.next();
    await atDetails(pane);
    await pane.button(pane.words.details.add).click();
    await pane.next();
    await pane.frame.getByRole("alert").waitFor();
    await look("details with errors");
    await pane.button(pane.words.details.removeOf(2)).click();
    await pane.answerQuestions();
    await pane.next();
    await pane.heading(pane.words.review.title).waitFor();
    await look("review");
    await page.context().close();
  });

  test.each([
    ["a mouse", "no-preference"],
    ["a keyboard", "no-preference"],
    ["a mouse that wants nothing to move", "reduce"],
  ] as const)("shows the times of a day that was chosen by %s", async (by, reducedMotion) => {
    // Dynamics' own bars leave the pane 700 px of it.
    const { page, pane } = await openPane({
      browser: { viewport: { width: 1280, height: 792 }, reducedMotion },
    });
    await pane.logInByPassword();
    await pane.chooseService({ method: "phone_call" });
    await pane.next();
    await pane.chooseStaff();
    await pane.next();
    await untilDaysAreOpen(pane);
    const day = pane.frame.locator("td[data-day]:not([aria-disabled])").first();
    if (by === "a keyboard") {
      await page.keyboard.press("Shift");
      await day.press("Enter");
      expect(await day.evaluate((cell) => cell === document.activeElement)).toBe(true);
    } else await day.click();
    const first = pane.frame.locator(".time-face").first();
    const footer = pane.frame.locator(".footer");
    const room = async () =>
      ((await footer.boundingBox())?.y ?? 0) - ((await first.boundingBox())?.y ?? 9_999) - 32;
    await expect.poll(room, { message: "px between the first time and the bar" }).toBeGreaterThanOrEqual(0);
    const status = pane.frame.getByRole("status").filter({ hasText: / times? on / });
    await expect.poll(() => status.count()).toBe(1);
    await page.context().close();
  });

  test("never loses the focus when the control that had it goes away", async () => {
    const { page, pane } = await openPane();
    const { words, frame, button, heading } = pane;
    const onHeading = (title: string) =>
      expect.poll(() => heading(title).evaluate(hasFocus), { message: title }).toBe(true);

    await pane.openLoginWindow().then((popup) => popup.close());
    await onHeading(words.logIn.title);
    await button(words.cancel).click();
    await page.route("**/pane/api/services*", (route) => route.abort(), { times: 1 });
    await pane.logInByPassword();
    await button(words.tryAgain).click();
    await onHeading(words.service.title);

    await pane.chooseService({ service: "7", method: "phone_call" });
    await pane.next();
    await pane.chooseStaff();
    await page.route("**/pane/api/times*", noTimes, { times: 1 });
    await pane.next();
    await frame.getByRole("status").filter({ hasText: "No times are available" }).waitFor();
    await frame.getByRole("button", { name: /^See / }).click();
    await onHeading(words.time.title);
    await pane.chooseTime();
    await pane.next();

    await atDetails(pane);
    for (let person = 2; person <= 10; person++) {
      await button(words.details.add).click();
      const name = frame.locator(`#attendee-${person - 1}-firstName`);
      await expect.poll(() => name.evaluate(hasFocus), { message: `person ${person}` }).toBe(true);
    }
    for (let person = 10; person >= 2; person--) {
      await button(words.details.removeOf(person)).click();
      await expect.poll(() => button(words.details.add).evaluate(hasFocus)).toBe(true);
    }
    await pane.next();
    await page.route("**/pane/api/bookings", (route) =>
      route.fulfill({ status: 422, json: { error: invalidEmail } }),
    );
    await pane.book();
    const summary = frame.getByRole("alert").filter({ hasText: "“Email” was not accepted" });
    await expect.poll(() => summary.evaluate(hasFocus)).toBe(true);
    await page.context().close();
  });

  test("says in a region that was there before what a changed service cost", async () => {
    const { page, pane } = await openPane();
    const { words, frame, button } = pane;
    await pane.logInByPassword();
    await pane.goToReview({ method: "phone_call" });
    await button(words.editOf(words.review.service)).click();
    await pane.heading(words.service.title).waitFor();
    const region = frame.locator(".live[role=status]");
    expect(await region.textContent()).toBe("");
    // Nobody opens an account by phone.
    await frame.locator("#service-8").check();
    await expect.poll(() => region.textContent()).toContain(words.notices.dropped.method);
    await page.context().close();
  });

  test.each([
    ["services", 1],
    ["locations", 2],
  ] as const)("offers no way on from a list of %s with nothing in it", async (what, step) => {
    const { page, pane } = await openPane();
    await page.route(`**/pane/api/${what}*`, (route) => route.fulfill({ json: { [what]: [] } }));
    await pane.logInByPassword();
    if (step === 2) {
      await pane.chooseService();
      await pane.next();
    }
    const { emptyTitle } = what === "services" ? pane.words.service : pane.words.location;
    await pane.frame.getByText(emptyTitle).waitFor();
    expect(await pane.button(pane.words.continue).count()).toBe(0);
    await page.context().close();
  });
});

const invalidEmail = {
  code: "invalid",
  message: "invalid",
  issues: [{ path: "attendees.0.email", message: "no such domain" }],
};

function noTimes(route: { fulfill(answer: { json: object }): Promise<void> }): Promise<void> {
  return route.fulfill({ json: { timezone: "America/Toronto", times: [] } });
}

async function atDetails({ heading, frame, words }: Pane): Promise<void> {
  await heading(words.details.title).waitFor();
  await frame.getByLabel(words.details.notes).waitFor();
}

/** The last days of a month may have none. */
async function untilDaysAreOpen({ frame, button, words }: Pane): Promise<void> {
  await frame.locator('[role=grid][aria-busy="false"]').waitFor();
  if ((await frame.locator("td[data-day]:not([aria-disabled])").count()) > 0) return;
  await button(words.time.grid.nextMonth).click();
  await frame.locator('[role=grid][aria-busy="false"]').waitFor();
}

function innerFrame(page: Page): Frame {
  const frame = page.frames().find((candidate) => candidate.url().includes("/pane/#"));
  if (frame === undefined) throw new Error("the pane has no frame");
  return frame;
}

const hasFocus = (element: Element) => element === document.activeElement;

/** What is pressed, by its text, where its box (or its label's) is smaller than WCAG 2.2 (2.5.8) has it. */
function smallTargets(): string[] {
  return [...document.querySelectorAll<HTMLElement>("button, a, input, select, textarea, td[data-day]")]
    .map((control) => (control.matches("[type=radio], [type=checkbox]") ? control.closest("label") : control))
    .flatMap((target) => {
      const { width = 0, height = 0 } = target?.getBoundingClientRect() ?? {};
      return width >= 24 && height >= 24 ? [] : [`${target?.textContent}: ${width} × ${height}`];
    });
}

/** With the spacing of WCAG 2.1 (1.4.12), the texts that do not fit where they stand. */
function cutUnderWiderText(): string[] {
  const wider = new CSSStyleSheet();
  wider.replaceSync(
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }",
  );
  document.adoptedStyleSheets = [wider];
  const cut = [...document.querySelectorAll<HTMLElement>("body *:not(option, .visually-hidden)")]
    .filter(({ children, textContent }) => children.length === 0 && textContent.trim() !== "")
    .filter((element) => {
      const { right, width } = element.getBoundingClientRect();
      return width > 1 && (right > innerWidth || element.scrollWidth > Math.ceil(width) + 1);
    })
    .map((element) => `${element.className}: ${element.textContent}`);
  const { scrollWidth, clientWidth } = document.documentElement;
  document.adoptedStyleSheets = [];
  return scrollWidth > clientWidth ? [...cut, `the page: ${scrollWidth} of ${clientWidth} px`] : cut;
}
