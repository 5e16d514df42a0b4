/** The pane as a banker works it: one sentence of a test, one function here. Chooses by id, so that any language does. */
import { expect } from "vitest";
import type { FrameLocator, Page } from "playwright-core";
import { en } from "@coconut-dynamics/pane/words/en";
import { fr } from "@coconut-dynamics/pane/words/fr";
import { staffPassword } from "../../../tools/directory.ts";
import { closesItself } from "../../../tools/tests/browser/closes-itself.ts";
import { dana, type Lcid } from "./stage.ts";

export interface Choices {
  /** Ids of Coconut; mortgage advice at King Street, with anyone, unless given. */
  readonly service?: string;
  readonly method?: "at_location" | "phone_call" | "video_call" | "off_site";
  readonly location?: string;
  /** `anyone`, `language-fr`, `person-31` */
  readonly staff?: string;
}

/** What is typed at the login window by name and password. */
export async function sendPassword(popup: Page, username: string, password: string): Promise<void> {
  await popup.locator("#username").fill(username);
  await popup.locator("#password").fill(password);
  await popup.locator("#password").press("Enter");
}

/** The side pane in Dynamics, with all that is in it. */
export const paneFrame = 'iframe[src*="coco_/pane.html"]';

export function paneOf(page: Page, lcid: Lcid = 1033) {
  const words = lcid === 1036 ? fr : en;
  const frame: FrameLocator = page.frameLocator(paneFrame).frameLocator("iframe");
  const button = (name: string) => frame.getByRole("button", { name, exact: true });
  const heading = (name: string) => frame.getByRole("heading", { level: 2, name });
  const next = () => button(words.continue).click();

  /** The button in Dynamics' command bar, or in the menu at its end where there is no room. */
  async function open(): Promise<void> {
    const bar = page.getByRole("toolbar");
    const [name, exact] = [words.paneTitle, true];
    const command = bar.getByRole("button", { name, exact });
    const more = bar.locator("[aria-haspopup=menu]");
    await command.or(more).first().waitFor();
    if (await command.isVisible()) await command.click();
    else {
      await more.click();
      await bar.getByRole("menuitem", { name, exact }).click();
    }
    await heading(words.logIn.title).waitFor();
  }

  async function openLoginWindow(): Promise<Page> {
    const opened = page.waitForEvent("popup");
    await button(words.logIn.open).click();
    return opened;
  }

  /** Until the window has closed itself. */
  async function logInByPassword(username = dana): Promise<void> {
    const popup = await openLoginWindow();
    await closesItself(popup, () => sendPassword(popup, username, staffPassword));
  }

  /** In vain: the window stays, and says why. */
  async function failByPassword(username: string, password = staffPassword): Promise<Page> {
    const popup = await openLoginWindow();
    await sendPassword(popup, username, password);
    return popup;
  }

  /** Until the window has closed itself. */
  async function logInBySso(): Promise<void> {
    const popup = await openLoginWindow();
    await closesItself(popup, () => signIn(popup));
  }

  /** In vain: the window stays, and says why. */
  async function failBySso(): Promise<Page> {
    const popup = await openLoginWindow();
    await signIn(popup);
    return popup;
  }

  /** At the identity provider, which speaks English only. */
  async function signIn(popup: Page): Promise<void> {
    // Whom Dynamics has named already: see the test of the story.
    const address = popup.getByLabel("E-mail address");
    await expect.poll(() => address.inputValue()).toBe(dana);
    await popup.getByLabel("Password").fill(staffPassword);
    await popup.getByRole("button", { name: "Sign in" }).click();
  }

  async function chooseService({ service = "7", method = "at_location" }: Choices = {}): Promise<void> {
    await heading(words.service.title).waitFor();
    await frame.locator(`#service-${service}`).check();
    // A service with one way to meet has it chosen already.
    await frame.locator(`#method-${method}`).check();
  }

  async function chooseLocation({ location = "12" }: Choices = {}): Promise<void> {
    await heading(words.location.title).waitFor();
    await frame.locator(`#location-${location}`).check();
  }

  async function chooseStaff({ staff = "anyone" }: Choices = {}): Promise<void> {
    await heading(words.staff.title).waitFor();
    await frame.locator(`#staff-${staff}`).check();
  }

  /**
   * The first time there is from tomorrow on, as one of today's may be past before it is booked; next month's where this
   * month is over. Answers `2026-03-10 10:00:00`.
   */
  async function chooseTime(): Promise<string> {
    await heading(words.time.title).waitFor();
    const openDay = frame.locator("td[data-day]:not([aria-disabled], [aria-current])").first();
    for (let month = 0; month < 3; month++) {
      await frame.locator('[role=grid][aria-busy="false"]').waitFor();
      if ((await openDay.count()) > 0) break;
      await button(words.time.grid.nextMonth).click();
    }
    await openDay.click();
    const first = frame.locator("#time input[type=radio]").first();
    await first.check();
    return (await first.getAttribute("value")) ?? "";
  }

  /** Whatever the service asks: the first choice, a word, a tick. */
  async function answerQuestions(): Promise<void> {
    const asked = (kinds: string) => frame.locator('[id^="question-"]').and(frame.locator(kinds));
    for (const choice of await asked("select").all()) await choice.selectOption({ index: 1 });
    for (const text of await asked("input:not([type=checkbox]), textarea").all()) await text.fill("2045");
    for (const tick of await asked("[type=checkbox]").all()) await tick.check();
    for (const several of await asked("fieldset").all()) await several.locator("input").first().check();
  }

  /** From the first step to the last, with Book Appointment before one's eyes. Answers the chosen time. */
  async function goToReview(choices: Choices = {}): Promise<string> {
    const { method = "at_location" } = choices;
    await chooseService(choices);
    await next();
    if (method === "at_location") {
      await chooseLocation(choices);
      await next();
    }
    await chooseStaff(choices);
    await next();
    const start = await chooseTime();
    await next();
    await heading(words.details.title).waitFor();
    await frame.getByLabel(words.details.notes).waitFor();
    await next();
    await heading(words.review.title).waitFor();
    return start;
  }

  const book = () => button(words.review.book).click();

  /** Until it has closed by itself. */
  async function untilClosed(timeout = 60_000): Promise<void> {
    await expect.poll(() => page.locator(paneFrame).count(), { timeout }).toBe(0);
  }

  return {
    words,
    frame,
    button,
    heading,
    open,
    openLoginWindow,
    logInByPassword,
    failByPassword,
    logInBySso,
    failBySso,
    chooseService,
    chooseLocation,
    chooseStaff,
    chooseTime,
    answerQuestions,
    next,
    goToReview,
    book,
    untilClosed,
  };
}
