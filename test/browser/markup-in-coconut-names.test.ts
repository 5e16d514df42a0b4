/** Coconut's own words, should somebody there have put markup into a name: text, in every step. */
import { expect, test } from "vitest";
import type { Page } from "playwright-core";
import { shot } from "../../tools/tests/browser/artefacts.ts";
import { inBrowser } from "../../tools/tests/browser/in-browser.ts";
import { startForFile } from "../helpers/fixtures.ts";
import { paneOf } from "./stage/pane.ts";
import { startStage } from "./stage/stage.ts";

const stage = startForFile(startStage);

/** Would run in a page that took it for markup, and breaks out of an attribute. */
const markup = `"><img src=x onerror="alert(1)"><script>alert(2)</script>`;
const names = new Set([
  "name",
  "description",
  "category",
  "jobTitle",
  "firstName",
  "address",
  "label",
  "help",
]);

/** Every name that Coconut gave, with markup behind it. */
async function spoil(page: Page): Promise<void> {
  await page.route(/\/pane\/api\/(?:services|locations|staff|questions)\?/, async (route) => {
    // Straight from the server: its public name is known to the browser only.
    const { pathname, search } = new URL(route.request().url());
    const response = await route.fetch({ url: stage().service.url + pathname + search });
    const body = JSON.parse(await response.text(), (key, value: unknown) =>
      names.has(key) && (typeof value === "string" || value === null) ? `${value ?? ""}${markup}` : value,
    ) as unknown;
    await route.fulfill({ response, json: body });
  });
}

inBrowser("the pane", () => {
  test("shows markup in the names of services, places, people and questions as the text that it is", async () => {
    const lead = await stage().makeLead();
    const page = await stage().openRow(lead.id);
    await spoil(page);
    const dialogs: string[] = [];
    page.on("dialog", (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    const pane = paneOf(page);
    async function seen(): Promise<void> {
      await pane.frame.getByText(markup).first().waitFor();
      expect(await pane.frame.locator("img[src=x], script:not([src])").count()).toBe(0);
    }
    await pane.open();
    await pane.logInByPassword();
    await pane.chooseService();
    await seen();
    await pane.next();
    await pane.chooseLocation();
    await seen();
    await pane.next();
    await pane.chooseStaff({ staff: "person-31" });
    await seen();
    await pane.next();
    await pane.chooseTime();
    await pane.next();
    await seen();
    await pane.answerQuestions();
    await pane.next();
    await pane.heading(pane.words.review.title).waitFor();
    await seen();
    await shot(page, "attack-markup-from-coconut");
    expect(dialogs).toEqual([]);
  });
});
