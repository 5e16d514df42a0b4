/** Who goes back, changes an answer or is refused one: what is left of the others, and what is asked before they go. */
import type { Page, Route } from "playwright-core";
import { expect, test } from "vitest";
import { checkAccessibility } from "../../tools/tests/browser/accessibility.ts";
import { shot } from "../../tools/tests/browser/artefacts.ts";
import { inBrowser } from "../../tools/tests/browser/in-browser.ts";
import { startForFile } from "../helpers/fixtures.ts";
import { paneFrame, paneOf } from "./stage/pane.ts";
import { startStage, type Visitor } from "./stage/stage.ts";

const stage = startForFile(startStage);

async function openPane(visitor: Visitor = {}) {
  const lead = await stage().makeLead();
  const page = await stage().openRow(lead.id, visitor);
  const pane = paneOf(page, visitor.lcid);
  await pane.open();
  await pane.logInByPassword();
  return { page, pane };
}

async function reviewed(visitor: Visitor = {}) {
  const { page, pane } = await openPane(visitor);
  const start = await pane.goToReview({ method: "phone_call" });
  return { page, pane, start };
}

inBrowser("second thoughts", () => {
  test("the same time of a shorter service ends sooner in the review, though nobody waited for the times", async () => {
    const { page, pane, start } = await reviewed();
    const { words, frame, button, heading } = pane;
    const offer = { start, end: `${start.slice(0, 13)}:59:00` };
    const asked = await hold(page, "**/pane/api/times*", (route) =>
      route.fulfill({ json: { timezone: "America/Toronto", times: [offer] } }),
    );
    await button(words.editOf(words.review.service)).click();
    await pane.chooseService({ service: "21", method: "phone_call" });
    await pane.next();
    await heading(words.staff.title).waitFor();
    await pane.next();
    await heading(words.time.title).waitFor();
    await pane.next();
    await expect.poll(() => button(words.continue).getAttribute("aria-disabled")).toBe("true");
    asked.answer();
    await heading(words.details.title).waitFor();
    await pane.next();
    await heading(words.review.title).waitFor();
    await frame.getByText(/:59\s[ap]\.m\./).waitFor();
    await page.context().close();
  });

  test("a press of Continue that came before the questions counts when they are there", async () => {
    const { page, pane } = await reviewed();
    const { words, frame, button, heading } = pane;
    const asked = await hold(page, "**/pane/api/questions*", (route) => route.continue());
    await button(words.editOf(words.review.service)).click();
    await pane.chooseService({ service: "9", method: "phone_call" });
    await pane.next();
    await heading(words.staff.title).waitFor();
    await pane.next();
    await heading(words.time.title).waitFor();
    await frame.locator('[role=grid][aria-busy="false"]').waitFor();
    if ((await frame.locator("#time input:checked").count()) === 0) await pane.chooseTime();
    await pane.next();
    await heading(words.details.title).waitFor();
    await pane.next();
    asked.answer();
    const summary = frame.getByRole("alert").filter({ hasText: "In what year" });
    await expect.poll(() => summary.evaluate(hasFocus)).toBe(true);
    // Nor is there another way to the review.
    await button(words.back).click();
    await heading(words.time.title).waitFor();
    await pane.next();
    await heading(words.details.title).waitFor();
    await page.context().close();
  });

  test("questions that cannot be had are said before the people, and there is no way on without them", async () => {
    const { page, pane } = await openPane();
    const { words, frame, button, heading } = pane;
    await page.route("**/pane/api/questions*", (route) => route.abort(), { times: 1 });
    await pane.chooseService({ method: "phone_call" });
    await pane.next();
    await pane.chooseStaff();
    await pane.next();
    await pane.chooseTime();
    await pane.next();
    await heading(words.details.title).waitFor();
    const failure = frame.getByRole("alert").filter({ hasText: words.loadFailedTitle });
    await failure.waitFor();
    const top = async (what: typeof failure) => (await what.boundingBox())?.y ?? 9_999;
    expect(await top(failure)).toBeLessThan(await top(frame.locator("#attendee-0-firstName")));
    expect(await button(words.continue).count()).toBe(0);
    await shot(page, "changed-answers-no-questions");
    await button(words.tryAgain).click();
    await pane.next();
    await heading(words.review.title).waitFor();
    await page.context().close();
  });

  test("a refusal goes away when its field is changed, and when people move up", async () => {
    const { page, pane } = await reviewed();
    const { words, frame, button } = pane;
    await button(words.back).click();
    await button(words.details.add).click();
    await frame.locator("#attendee-1-firstName").fill("Omar");
    await frame.locator("#attendee-1-lastName").fill("Haddad");
    await frame.locator("#attendee-1-cellPhone").fill("514 555 0143");
    await pane.next();
    const issues = ["attendees.0.email", "attendees.0.cellPhone", "attendees.1.cellPhone"];
    await page.route("**/pane/api/bookings", (route) =>
      route.fulfill({
        status: 422,
        json: {
          error: { code: "invalid", message: "no", issues: issues.map((path) => ({ path, message: "no" })) },
        },
      }),
    );
    await pane.book();
    const refusals = frame.getByRole("alert").getByRole("link", { name: "was not accepted" });
    await expect.poll(() => refusals.count()).toBe(3);
    await frame.locator("#attendee-0-email").fill("noor@example.org");
    await expect.poll(() => refusals.count()).toBe(2);
    expect(await frame.locator("#attendee-0-email").getAttribute("aria-invalid")).toBeNull();
    await button(words.details.removeOf(2)).click();
    await expect.poll(() => refusals.count()).toBe(0);
    await page.context().close();
  });

  test("of a time that was just taken, the others of its day are shown at once", async () => {
    const { page, pane, start } = await reviewed();
    const { frame } = pane;
    await page.route("**/pane/api/bookings", (route) =>
      route.fulfill({ status: 409, json: { error: { code: "slot_taken", message: "taken", issues: [] } } }),
    );
    await pane.book();
    await frame.getByRole("alert").getByText("That time was just taken").waitFor();
    const times = frame.locator("#time input");
    await times.first().waitFor();
    expect((await times.first().getAttribute("value"))?.slice(0, 10)).toBe(start.slice(0, 10));
    expect(await frame.locator("#time input:checked").count()).toBe(0);
    await page.context().close();
  });

  test("Cancel asks before it throws a booking away, at the first step and at a second login", async () => {
    const { page, pane } = await openPane();
    const { words, frame, button, heading } = pane;
    const hasFocusOn = (name: string) =>
      expect.poll(() => button(name).evaluate(hasFocus), { message: name }).toBe(true);
    await pane.chooseService();
    await button(words.cancel).click();
    await hasFocusOn(words.discard.discard);
    await frame.getByText(words.discard.question).waitFor();
    await shot(page, "changed-answers-discard");
    await checkAccessibility(page, paneFrame);
    await page.keyboard.press("Escape");
    await hasFocusOn(words.cancel);
    await button(words.cancel).click();
    await button(words.discard.keep).click();
    await hasFocusOn(words.cancel);
    expect(await frame.locator("#service-7").isChecked()).toBe(true);

    await page.route("**/pane/api/locations*", (route) =>
      route.fulfill({ status: 401, json: { error: { code: "session_expired", message: "", issues: [] } } }),
    );
    await pane.next();
    await heading(words.logIn.againTitle).waitFor();
    await button(words.cancel).click();
    await button(words.discard.keep).click();
    await hasFocusOn(words.cancel);
    await button(words.cancel).click();
    await button(words.discard.discard).click();
    await pane.untilClosed();
  });

  test("Cancel closes at once where nothing was entered", async () => {
    const { pane } = await openPane();
    await pane.heading(pane.words.service.title).waitFor();
    await pane.button(pane.words.cancel).click();
    await pane.untilClosed();
  });

  test("a step that was opened from the review leads straight back, unless it is what is wrong", async () => {
    const { page, pane } = await reviewed();
    const { words, frame, button, heading } = pane;
    for (const [term, title] of [
      [words.review.service, words.service.title],
      [words.review.staff, words.staff.title],
      [words.review.time, words.time.title],
    ] as const) {
      await button(words.editOf(term)).click();
      await heading(title).waitFor();
      expect(await button(words.cancel).or(button(words.back)).count()).toBe(0);
      await button(words.toReview).click();
      await heading(words.review.title).waitFor();
    }
    await button(words.editOf(words.review.client)).click();
    await frame.locator("#attendee-0-firstName").fill("");
    await button(words.toReview).click();
    await expect.poll(() => frame.getByRole("alert").evaluate(hasFocus)).toBe(true);
    await frame.locator("#attendee-0-firstName").fill("Noor");
    await button(words.toReview).click();
    await heading(words.review.title).waitFor();
    // By way of Back, too, the first step offers the review and not the end.
    for (const title of [words.details.title, words.time.title, words.staff.title, words.service.title]) {
      await button(words.back).click();
      await heading(title).waitFor();
    }
    await button(words.toReview).click();
    await heading(words.review.title).waitFor();
    await page.context().close();
  });

  test("another time zone and another month keep the chosen time, and say it", async () => {
    const { page, pane, start } = await reviewed();
    const { words, frame, button, heading } = pane;
    await button(words.editOf(words.review.time)).click();
    await heading(words.time.title).waitFor();
    const chosen = frame.locator("#time input:checked");
    await expect.poll(() => chosen.getAttribute("value")).toBe(start);
    await frame.locator("#zone").selectOption("America/Halifax");
    const later = new Date(Date.parse(`${start.replace(" ", "T")}Z`) + 3_600_000).toISOString();
    await expect.poll(() => chosen.getAttribute("value")).toBe(later.slice(0, 19).replace("T", " "));
    await button(words.time.grid.nextMonth).click();
    await frame.getByText(/^Chosen: \w+day, .*, \d+:\d\d\s[ap]\.m\.$/).waitFor();
    await shot(page, "changed-answers-other-month");
    await pane.next();
    await heading(words.review.title).waitFor();
    await frame.getByText("Atlantic Time (Halifax)").waitFor();
    await page.context().close();
  });

  test("a time that is not on offer in another zone goes, and that is said", async () => {
    const { page, pane } = await reviewed();
    const { words, frame, button, heading } = pane;
    await button(words.editOf(words.review.time)).click();
    await heading(words.time.title).waitFor();
    const region = frame.locator(".live[role=status]");
    expect(await region.textContent()).toBe("");
    await page.route("**/pane/api/times*Halifax*", (route) =>
      route.fulfill({ json: { timezone: "America/Halifax", times: [] } }),
    );
    await frame.locator("#zone").selectOption("America/Halifax");
    await expect.poll(() => region.textContent()).toContain(words.notices.dropped.time);
    await page.context().close();
  });
});

/** Holds back what is asked until it may be answered. */
async function hold(page: Page, url: string, answer: (route: Route) => Promise<void>) {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(url, async (route) => {
    await released;
    await answer(route);
  });
  return { answer: () => release() };
}

const hasFocus = (element: Element) => element === document.activeElement;
