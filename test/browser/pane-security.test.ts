/** What other pages, other windows, other bankers and other Dynamics environments cannot do with the pane. */
import { expect, test } from "vitest";
import type { Frame, Page } from "playwright-core";
import { startStandIn } from "../helpers/stand-in.ts";
import { shot } from "../../tools/tests/browser/artefacts.ts";
import { inBrowser } from "../../tools/tests/browser/in-browser.ts";
import { startForFile } from "../helpers/fixtures.ts";
import { paneOf } from "./stage/pane.ts";
import { startStage } from "./stage/stage.ts";

const stage = startForFile(startStage);

async function openPane() {
  const lead = await stage().makeLead();
  const page = await stage().openRow(lead.id);
  const pane = paneOf(page);
  await pane.open();
  return { lead, page, pane };
}

/** The frame whose address holds the words. */
function frameAt(page: Page, words: string): Frame {
  const frame = page.frames().find((candidate) => candidate.url().includes(words));
  if (frame === undefined) throw new Error(`no frame at ${words}`);
  return frame;
}

inBrowser("the pane", () => {
  test("is not shown in a Dynamics that is not listed, which says what an administrator can do", async () => {
    stage().sites.serve("other.crm.dynamics.test", stage().dynamicsHostUrl);
    const other = stage().sites.origin("other.crm.dynamics.test");
    const lead = await stage().makeLead();
    const page = await stage().openRow(lead.id, { at: other });
    await page.getByRole("toolbar").getByRole("button", { name: "Create Appointment" }).click();
    const help = page.frameLocator('iframe[src*="coco_/pane.html"]');
    await help.getByText(`PANE_HOSTS must list ${other}`).waitFor();
    await shot(page, "attack-unlisted-host");
    await help.getByRole("button", { name: "Try again" }).waitFor();
  });

  test("is not shown in a page of anybody else, nor at work outside a frame", async () => {
    const html = `<!doctype html><iframe src="${stage().paneUrl}/pane/"></iframe>`;
    await using evil = await startStandIn(() => ({ headers: { "content-type": "text/html" }, body: html }));
    const context = await stage().browser.newContext({ ignoreHTTPSErrors: true });
    const page = await context.newPage();
    const refused: string[] = [];
    page.on("console", (message) => refused.push(message.text()));
    await page.goto(evil.url);
    await expect.poll(() => refused.join("\n")).toMatch(/frame-ancestors/);

    await page.goto(`${stage().paneUrl}/pane/`);
    await page.getByText("Open this from Dynamics").waitFor();
    await context.close();
  });

  test("takes no person from any window but its host's, nor from that without the nonce", async () => {
    const lead = await stage().makeLead();
    const page = await stage().openRow(lead.id);
    const row = { table: "lead", id: lead.id, firstName: "Mallory", lastName: "", email: "", phone: "" };
    // Before the truth is told, and faster than it: it is the first word that counts.
    await page.addInitScript(
      (init) => {
        const flood = (tell: () => void) => void setInterval(tell, 1);
        if (window === window.top) {
          const guess = JSON.stringify({ ...init, nonce: "A".repeat(32) });
          flood(() => {
            const host = document.querySelector<HTMLIFrameElement>('iframe[src*="coco_/pane.html"]');
            const inner = host?.contentDocument?.querySelector("iframe");
            // Said by the host itself, whose window runs no script of ours before its own.
            if (inner) host?.contentWindow?.setTimeout(`frames[0].postMessage(${guess}, "*")`);
            const nonce = new URLSearchParams(inner?.src.split("#")[1]).get("nonce");
            inner?.contentWindow?.postMessage({ ...init, nonce }, { targetOrigin: "*" });
          });
        }
      },
      { type: "init", v: 1, row, org: stage().dynamicsUrl, lcid: 1033, theme: "light" },
    );
    await page.reload();
    const pane = paneOf(page);
    await pane.open();
    await pane.frame.getByText(`For ${lead.firstName} ${lead.lastName}`, { exact: true }).waitFor();
    expect(await pane.frame.getByText("Mallory").count()).toBe(0);
  });

  test("is not closed by news from any window but its own, nor by that without the nonce", async () => {
    const { page, pane } = await openPane();
    const inner = frameAt(page, "/pane/#");
    const nonce = new URLSearchParams(new URL(inner.url()).hash.slice(1)).get("nonce");
    // Not within the evaluation, whose answer could not come from a frame that is gone.
    const tellHost = (close: object) =>
      void setTimeout(() => window.parent.postMessage(close, { targetOrigin: "*" }));
    // Added after the host's own listener, so what is counted was dealt with.
    await page.evaluate(() => {
      const host = document.querySelector<HTMLIFrameElement>('iframe[src*="coco_/pane.html"]');
      Reflect.set(window, "heard", 0);
      host?.contentWindow?.addEventListener("message", ({ data }: MessageEvent<{ type?: unknown }>) => {
        if (data.type === "close") Reflect.set(window, "heard", Number(Reflect.get(window, "heard")) + 1);
      });
    });
    await page.evaluate(
      (close) => {
        const host = document.querySelector<HTMLIFrameElement>('iframe[src*="coco_/pane.html"]');
        host?.contentWindow?.postMessage(close, { targetOrigin: "*" });
      },
      { type: "close", v: 1, nonce },
    );
    await inner.evaluate(tellHost, { type: "close", v: 1, nonce: "A".repeat(32) });
    await expect.poll(() => page.evaluate(() => Reflect.get(window, "heard"))).toBe(2);
    expect(await pane.heading("Log in to Coconut").isVisible()).toBe(true);
    // The same from the right window with the nonce is heard.
    await inner.evaluate(tellHost, { type: "close", v: 1, nonce });
    await pane.untilClosed();
  });

  test("shows markup in a person's name and in a client's answers as the text that it is", async () => {
    const markup = "<img src=x onerror=alert(1)>";
    const lead = await stage().makeLead({ firstname: markup, lastname: "<script>alert(2)</script>" });
    const page = await stage().openRow(lead.id);
    const dialogs: string[] = [];
    page.on("dialog", (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    const pane = paneOf(page);
    await pane.open();
    await pane.logInByPassword();
    await pane.goToReview();
    await pane.button("Back").click();
    await pane.frame.getByLabel("Notes").fill(`"><script>alert(3)</script>${markup}`);
    await pane.next();
    await pane.frame.getByText(`<script>alert(3)</script>${markup}`).waitFor();
    await shot(page, "attack-markup");
    await pane.book();
    await pane.untilClosed();
    await page.locator("[data-activity]").waitFor();
    expect(await page.locator("img[src=x]").count()).toBe(0);
    expect(dialogs).toEqual([]);
  });

  test("of one banker does not book for another's row: the address is read again as the banker", async () => {
    const { page, pane } = await openPane();
    await pane.logInByPassword();
    await pane.goToReview();
    await page.route("**/pane/api/bookings", async (route) => {
      const body = route.request().postDataJSON() as { row: { id: string } };
      body.row.id = "00000000-0000-4000-8000-00000000dead";
      await route.continue({ postData: JSON.stringify(body) });
    });
    await pane.book();
    await pane.frame.getByRole("alert").getByText("This record is no longer in Dynamics").waitFor();
  });

  test("keeps its token out of every storage, and sends it nowhere but to the service", async () => {
    const { page, pane } = await openPane();
    const bearers = new Map<string, string>();
    page.on("request", (request) => {
      const { authorization } = request.headers();
      if (authorization !== undefined) bearers.set(new URL(request.url()).origin, authorization);
    });
    await pane.logInByPassword();
    await pane.heading("Choose a service").waitFor();
    await pane.frame.locator("#service-7").waitFor();
    expect([...bearers.keys()]).toEqual([stage().paneUrl]);
    const token = bearers.get(stage().paneUrl)?.replace("Bearer ", "") ?? "";
    for (const frame of page.frames()) {
      const kept = await frame.evaluate(() => [
        document.cookie,
        JSON.stringify(localStorage),
        JSON.stringify(sessionStorage),
        location.href,
      ]);
      expect(kept.join()).not.toContain(token);
    }
  });
});
