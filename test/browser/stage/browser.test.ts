/** The browser of these tests treats storage, cookies and windows as people's browsers do. */
import { createServer, type RequestListener } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { Frame } from "playwright-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createCleanup } from "../../../tools/cleanup.ts";
import { startIdentityProvider } from "@coconut-dynamics/sandbox-identity-provider";
import { checkAccessibility } from "../../../tools/tests/browser/accessibility.ts";
import { startBrowser } from "../../../tools/tests/browser/browser.ts";
import { inBrowser } from "../../../tools/tests/browser/in-browser.ts";
import { type Sites, startSites } from "./sites.ts";

// Proves the stage itself: that the conditions the other tests set are really so in this browser.

let stack: ReturnType<typeof createCleanup>;
let sites: Sites;
beforeEach(async () => {
  stack = createCleanup();
  sites = stack.use(await startSites());
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  stack.defer(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  sites.serve("org.crm.dynamics.test", url);
  sites.serve("appointments.bank.test", url);
});
afterEach(() => stack[Symbol.asyncDispose]());

inBrowser("the browser", () => {
  test.each([
    ["does not reach", true, []],
    ["reaches", false, ["hello"]],
  ])("a channel of the popup %s the frame, partitioning %s", async (_, partitioning, heard) => {
    const { frame } = await open({ partitioning });
    const popup = await openPopup(frame, `${sites.origin("appointments.bank.test")}/popup`);
    await popup.evaluate(tellChannel, "hello");
    // Who hears this later word of the frame's own has heard by then whatever there was to hear.
    await frame.evaluate(tellChannel, "later");
    const byChannel = () => frame.evaluate(() => Reflect.get(window, "byChannel"));
    await expect.poll(byChannel).toEqual([...heard, "later"]);
    // The opener's way works either way.
    await popup.evaluate(() => {
      (window.opener as Window).postMessage("by opener", location.origin);
    });
    await expect.poll(() => frame.evaluate(() => Reflect.get(window, "byOpener"))).toEqual(["by opener"]);
  });

  test("keeps no cookie of the frame that is not partitioned", async () => {
    const { frame } = await open({});
    const cookies = await frame.evaluate(() => {
      document.cookie = "plain=1; SameSite=None; Secure";
      document.cookie = "own=1; SameSite=None; Secure; Partitioned";
      return document.cookie;
    });
    expect(cookies).toBe("own=1");
  });

  test.each([
    ["keeps", false, true],
    ["loses", true, false],
  ])("a popup %s its opener where the identity provider's opener policy is %s", async (_, on, kept) => {
    const redirectUri = `${sites.origin("appointments.bank.test")}/popup`;
    const provider = stack.use(
      await startIdentityProvider({
        clientId: "test",
        clientSecret: "secret",
        redirectUris: [redirectUri],
        users: [{ email: "lena@example.com", name: "Lena", oid: "1", password: "right" }],
        openerPolicy: on,
      }),
    );
    const { frame } = await open({});
    const query = new URLSearchParams({
      client_id: "test",
      redirect_uri: redirectUri,
      response_type: "code",
      scope: "openid",
      code_challenge: "a".repeat(43),
      code_challenge_method: "S256",
    });
    const popup = await openPopup(frame, `${provider.issuer}/authorize?${query.toString()}`);
    await checkAccessibility(popup);
    await popup.getByLabel("E-mail address").fill("lena@example.com");
    await popup.getByLabel("Password").fill("right");
    await popup.getByRole("button", { name: "Sign in" }).click();
    await popup.waitForURL(/\/popup\?code=/);
    expect(await popup.evaluate(() => window.opener !== null)).toBe(kept);
  });

  test("is told of violations by name, also in a frame of another site", async () => {
    const { page } = await open({});
    await expect(checkAccessibility(page)).rejects.toThrow(/image-alt: .*\n {2}iframe › img: /);
  });
});

async function open(options: { partitioning?: boolean }) {
  const browser = await startBrowser(options);
  stack.defer(() => browser.close());
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  const page = await context.newPage();
  await page.goto(`${sites.origin("org.crm.dynamics.test")}/host`);
  const frame = page.frames()[1];
  if (frame === undefined) throw new Error("the page has no frame");
  return { page, frame };
}

/** Until it has come through to somebody: the browser hands one word on to all before it takes the next. */
async function tellChannel(word: string): Promise<void> {
  const [teller, listener] = [new BroadcastChannel("test"), new BroadcastChannel("test")];
  const told = new Promise((resolve) => listener.addEventListener("message", resolve));
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has none
  teller.postMessage(word);
  await told;
  teller.close();
  listener.close();
}

async function openPopup(frame: Frame, url: string) {
  const opened = frame.page().waitForEvent("popup");
  await frame.evaluate((address) => void window.open(address, "_blank", "popup"), url);
  const popup = await opened;
  await popup.waitForLoadState();
  return popup;
}

const pages: Readonly<Record<string, () => string>> = {
  "/host": () =>
    `<iframe title="pane" src="${sites.origin("appointments.bank.test")}/frame"></iframe><h1>Host</h1>`,
  "/frame": () => `<img src="data:,"><script>
    byChannel = []; byOpener = [];
    new BroadcastChannel("test").onmessage = ({ data }) => byChannel.push(data);
    onmessage = ({ data }) => byOpener.push(data);
  </script>`,
  "/popup": () => "<h1>Popup</h1>",
};

const answer: RequestListener = (request, response) => {
  const page = pages[(request.url ?? "").replace(/\?.*/, "")];
  const document = `<!doctype html><html lang="en"><title>Page</title>${page?.() ?? ""}</html>`;
  response.writeHead(page ? 200 : 404, { "content-type": "text/html" });
  response.end(document);
};
