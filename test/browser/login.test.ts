/** Logging in from the pane, by password and by single sign-on, and each way in which that can fail. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { checkAccessibility } from "../../tools/tests/browser/accessibility.ts";
import { shot } from "../../tools/tests/browser/artefacts.ts";
import { inBrowser } from "../../tools/tests/browser/in-browser.ts";
import { closesItself } from "../../tools/tests/browser/closes-itself.ts";
import { paneFrame, paneOf, sendPassword } from "./stage/pane.ts";
import { dana, type Stage, type StageOptions, startStage } from "./stage/stage.ts";

let stage: Stage;
const onStage = (options: StageOptions) => {
  beforeAll(async () => {
    stage = await startStage(options);
  });
  afterEach(() => stage.identityProvider.reset());
  afterAll(() => stage[Symbol.asyncDispose]());
};

async function openPane() {
  const lead = await stage.makeLead();
  const page = await stage.openRow(lead.id);
  const pane = paneOf(page);
  await pane.open();
  return { page, pane, loggedIn: pane.heading("Choose a service") };
}

inBrowser("logging in with username and password", () => {
  onStage({ login: "password" });

  test("says that a password is wrong, keeps the name, and takes the right one", async () => {
    const { pane, loggedIn } = await openPane();
    const popup = await pane.failByPassword(dana, "wrong");
    await popup.getByText("The username or password is not right").waitFor();
    await shot(popup, "login-wrong-password");
    await checkAccessibility(popup);
    expect(await popup.locator("#username").inputValue()).toBe(dana);
    expect(await popup.locator("#password").inputValue()).toBe("");
    await popup.locator("#password").fill("coconut");
    await closesItself(popup, () => popup.locator("#password").press("Enter"));
    await loggedIn.waitFor();
  });

  test("tells an account that is disabled from a wrong password", async () => {
    const { pane } = await openPane();
    const popup = await pane.failByPassword("old.hand@acme.example");
    await popup.getByText("This Coconut account is disabled").waitFor();
  });

  test("offers a link where the browser blocks the window, and goes on from there", async () => {
    const { page, pane, loggedIn } = await openPane();
    await pane.frame.locator("body").evaluate(() => {
      window.open = () => null;
    });
    await pane.button("Log in").click();
    const link = pane.frame.getByRole("link", { name: "Open the login window" });
    await link.waitFor();
    await shot(page, "login-popup-blocked");
    await checkAccessibility(page, paneFrame);
    const opened = page.waitForEvent("popup");
    await link.click();
    const popup = await opened;
    await closesItself(popup, () => sendPassword(popup, dana, "coconut"));
    await loggedIn.waitFor();
  });

  test("offers the button once a press of it counts, and not before", async () => {
    const lead = await stage.makeLead();
    const page = await stage.openRow(lead.id);
    await page.addInitScript(() => {
      const { subtle } = crypto;
      const [digest, held] = [
        subtle.digest.bind(subtle),
        new Promise((letGo) => Reflect.set(window, "letGo", letGo)),
      ];
      subtle.digest = async (...what) => (await held, digest(...what));
    });
    const pane = paneOf(page);
    await pane.open();
    expect(await pane.button("Log in").count()).toBe(0);
    await pane.frame.locator("body").evaluate(() => (Reflect.get(window, "letGo") as () => void)());
    await pane.logInByPassword();
    await pane.heading("Choose a service").waitFor();
  });

  test("can be called off while the window is open, and begun again", async () => {
    const { pane, loggedIn } = await openPane();
    const first = await pane.openLoginWindow();
    await first.close();
    await pane.frame.getByText("Waiting for you to log in…").waitFor();
    await pane.button("Cancel").click();
    await pane.logInByPassword();
    await loggedIn.waitFor();
  });

  test("says in a window that a page of another site opened that it belongs to no pane, and binds nothing", async () => {
    const { page, pane } = await openPane();
    // The pane's own window never gets its answer: a cookie would be that window's.
    await page.context().route("**/pane/login/bind", () => undefined);
    const own = await pane.openLoginWindow();
    const address = own.url();
    await own.close();
    await page.context().unroute("**/pane/login/bind");

    const attacker = await page.context().newPage();
    await attacker.goto(stage.identityProvider.issuer);
    const foreign = attacker.waitForEvent("popup");
    // It never hears the question, which is asked of the pane's origin only, so it answers all the time.
    await attacker.evaluate((url) => {
      const tx = new URL(url).searchParams.get("tx");
      const login = window.open(url);
      setInterval(() => login?.postMessage({ type: "login-yours", v: 1, tx }, { targetOrigin: "*" }), 10);
    }, address);
    const popup = await foreign;
    await popup.getByRole("heading", { name: "Open this from Dynamics" }).waitFor();
    expect(await popup.context().cookies(stage.paneUrl)).toEqual([]);
    expect(await popup.locator("#password:visible").count()).toBe(0);
  });
});

inBrowser("logging in with SSO", () => {
  onStage({ login: "sso" });

  test("says so when somebody cancels at the identity provider, and can be begun again", async () => {
    const { pane, loggedIn } = await openPane();
    const popup = await pane.openLoginWindow();
    await popup.getByRole("button", { name: "Cancel" }).click();
    await pane.frame.getByText("Login was cancelled.").waitFor();
    await pane.logInBySso();
    await loggedIn.waitFor();
  });

  test("asks nothing of somebody who is signed in already", async () => {
    stage.identityProvider.setSwitches({ autoSignIn: dana });
    const { pane, loggedIn } = await openPane();
    await pane.openLoginWindow();
    await loggedIn.waitFor();
  });

  test("asks nothing a second time, at another lead in the same browser", async () => {
    const { page, pane, loggedIn } = await openPane();
    await pane.logInBySso();
    await loggedIn.waitFor();
    const other = await page.context().newPage();
    const { id } = await stage.makeLead();
    await other.goto(page.url().replace(/(?<=[?&]id=)[^&]+/, id));
    const otherPane = paneOf(other);
    await otherPane.open();
    await otherPane.openLoginWindow();
    await otherPane.heading("Choose a service").waitFor();
  });

  test("says who is no member of the staff", async () => {
    stage.identityProvider.setSwitches({
      claims: { email: "stranger@example.com", preferred_username: "stranger@example.com" },
    });
    const { page, pane } = await openPane();
    await pane.failBySso();
    await pane.frame.getByText("Coconut has no staff member with your email address").waitFor();
    await shot(page, "login-not-staff");
    await checkAccessibility(page, paneFrame);
  });

  describe("believes no answer that is not the identity provider's:", () => {
    test.each([
      [{ key: "wrong" }],
      [{ nonce: "wrong" }],
      [{ audience: "another" }],
      [{ expired: true }],
    ] as const)("%j", async (switches) => {
      stage.identityProvider.setSwitches(switches);
      const { pane } = await openPane();
      const popup = await pane.failBySso();
      await popup.getByRole("heading", { name: "Login did not work" }).waitFor();
      await pane.frame.getByText("Coconut did not accept your login").waitFor();
    });
  });
});
