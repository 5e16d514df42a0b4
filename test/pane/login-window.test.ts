/** The login window in a real browser: who may open it, what it looks like to assistive technology, and its cookie. */
import { mkdirSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { atRest } from "../../tools/tests/browser/at-rest.ts";
import { startBrowser } from "../../tools/tests/browser/browser.ts";
import { closesItself } from "../../tools/tests/browser/closes-itself.ts";
import { inBrowser } from "../../tools/tests/browser/in-browser.ts";
import { dana, newLoginAttempt, type Pane, startPane } from "./pane.ts";

const pictures = process.env["LOGIN_WINDOW_PICTURES"];

inBrowser("the login window", () => {
  let pane: Pane;
  let browser: Browser;
  beforeAll(async () => {
    pane = await startPane({ login: "password", isAtHome: true });
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await pane[Symbol.asyncDispose]();
  });

  /** A page at `origin` opens the window and, as the pane does, says that the login is its own. */
  async function open(
    context: BrowserContext,
    options: {
      readonly from?: string;
      readonly answers?: boolean;
      /** Answers without having been asked. */
      readonly floods?: boolean;
      readonly lcid?: number;
    },
  ) {
    const { url } = pane.service;
    const { verifier, challenge } = newLoginAttempt();
    const opener = await context.newPage();
    await opener.goto(options.from ?? `${url}/pane/login/over`);
    const answers = options.answers ?? true;
    const opened = opener.waitForEvent("popup");
    await opener.evaluate(`
      addEventListener("message", ({ data, source }) => {
        if (data.type === "login-hello" && ${answers})
          source.postMessage({ type: "login-yours", v: 1, tx: data.tx }, "*");
      });
      const popup = window.open("${url}/pane/login?tx=${challenge}&lcid=${options.lcid ?? 1033}", "_blank", "popup");
      if (${options.floods ?? false})
        setInterval(() => popup.postMessage({ type: "login-yours", v: 1, tx: "${challenge}" }, "*"), 5);
    `);
    const session = () =>
      fetch(`${url}/pane/session`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ verifier }),
      });
    return { popup: await opened, session };
  }

  async function look(page: Page, name: string): Promise<void> {
    await atRest(page);
    const { violations } = await new AxeBuilder({ page })
      .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"])
      .analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    const [contentWidth, width] = (await page.evaluate(
      "[document.documentElement.scrollWidth, innerWidth]",
    )) as number[];
    expect(contentWidth).toBeLessThanOrEqual(width ?? 0);
    if (pictures) {
      mkdirSync(pictures, { recursive: true });
      await page.screenshot({ path: `${pictures}/${name}.png` });
    }
  }

  test.each([
    ["English", 1033, "light", 480],
    ["French", 1036, "dark", 320],
  ] as const)("logs in by keyboard, in %s, and closes itself", async (language, lcid, colorScheme, width) => {
    await using context = await browser.newContext({ colorScheme, viewport: { width, height: 640 } });
    const { popup, session } = await open(context, { lcid });
    await popup.setViewportSize({ width, height: 640 });
    await popup.locator("#username:focus").waitFor();
    await look(popup, `${language}-1-form`);
    await popup.keyboard.type(dana);
    await popup.keyboard.press("Tab");
    await popup.keyboard.type("wrong");
    await popup.keyboard.press("Enter");
    await popup.getByRole("alert").waitFor();
    await popup.locator("#password:focus").waitFor();
    await look(popup, `${language}-2-wrong`);
    expect(await popup.locator("#username").inputValue()).toBe(dana);
    await popup.keyboard.type("coconut");
    await closesItself(popup, () => popup.keyboard.press("Enter"));
    expect((await session()).status).toBe(200);
    const [cookie] = await context.cookies();
    expect(cookie).toMatchObject({
      name: "__Host-coconut-login",
      httpOnly: true,
      secure: true,
      sameSite: "Lax",
    });
  });

  test("says so and binds nothing when nobody opened it, or its opener does not know it", async () => {
    await using context = await browser.newContext();
    const alone = await context.newPage();
    await alone.goto(`${pane.service.url}/pane/login?tx=${newLoginAttempt().challenge}`);
    await alone.getByRole("heading", { name: "Open this from Dynamics" }).waitFor();
    await look(alone, "alone");
    const { popup } = await open(context, { answers: false });
    await popup.getByRole("heading", { name: "Open this from Dynamics" }).waitFor();
    expect(await context.cookies()).toEqual([]);
    await closesItself(popup, () => popup.getByRole("button", { name: "Close window" }).click());
  });

  test("is seen to be busy once the form is sent, sends it once, and takes another try when shown again", async () => {
    await using context = await browser.newContext({ viewport: { width: 480, height: 640 } });
    const { popup } = await open(context, {});
    await popup.locator("#username:focus").waitFor();
    let sent = 0;
    await popup.route("**/pane/login/password", async (route) => {
      sent += 1;
      // Leaves the page as it is, as a server does that has not answered yet.
      await route.fulfill({ status: 204 });
    });
    await popup.locator("#username").fill(dana);
    await popup.locator("#password").fill("coconut");
    const logIn = popup.getByRole("button", { name: "Log in" });
    const ring = () =>
      popup.evaluate(`getComputedStyle(document.querySelector("button[type=submit]"), "::before").content`);
    expect(await ring()).toBe("none");
    await logIn.click();
    await expect.poll(() => sent).toBe(1);
    expect(await logIn.getAttribute("aria-disabled")).toBe("true");
    expect(await ring()).toBe('""');
    await look(popup, "busy");
    // Added after the page's own listener, so it knows what that has decided.
    await popup.evaluate(`
      stopped = [];
      document.querySelector("form").addEventListener("submit", (event) => stopped.push(event.defaultPrevented));
    `);
    await popup.locator("#password").press("Enter");
    await expect.poll(() => popup.evaluate("stopped")).toEqual([true]);
    expect(sent).toBe(1);
    await popup.evaluate(`dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }))`);
    expect(await logIn.getAttribute("aria-disabled")).toBeNull();
    await logIn.click();
    await expect.poll(() => sent).toBe(2);
  });

  test("is not bound by a page of another site, whatever that answers", async () => {
    await using context = await browser.newContext();
    const { popup } = await open(context, {
      from: `${pane.identityProvider.issuer}/authorize`,
      floods: true,
    });
    await popup.getByRole("heading", { name: "Open this from Dynamics" }).waitFor();
    expect(await context.cookies()).toEqual([]);
  });

  test.each(["light", "dark"] as const)("shows what came of it, %s", async (colorScheme) => {
    await using context = await browser.newContext({ colorScheme, viewport: { width: 480, height: 640 } });
    const page = await context.newPage();
    await page.goto(`${pane.service.url}/pane/login/over?lcid=1036`);
    await look(page, `over-${colorScheme}`);
  });
});
