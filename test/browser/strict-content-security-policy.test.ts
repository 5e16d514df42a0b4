/** The pane in a Dynamics that allows frames of listed sites only. */
import { expect, test } from "vitest";
import { shot } from "../../tools/tests/browser/artefacts.ts";
import { inBrowser } from "../../tools/tests/browser/in-browser.ts";
import { paneOf } from "./stage/pane.ts";
import { startStage } from "./stage/stage.ts";

inBrowser("under Dynamics' strict Content Security Policy", () => {
  test("a banker books where an administrator added the service to frame-src", async () => {
    await using stage = await startStage({ strictPolicy: "with the pane" });
    const lead = await stage.makeLead();
    const page = await stage.openRow(lead.id);
    const pane = paneOf(page);
    await pane.open();
    await pane.logInByPassword();
    await pane.goToReview();
    await pane.book();
    await pane.untilClosed();
    await page.locator("[data-activity]").waitFor();
    expect(await stage.coconut.appointmentsOf(lead.email)).toHaveLength(1);
  });

  test("the pane says what to add where nobody did", async () => {
    await using stage = await startStage({ strictPolicy: "without the pane" });
    const lead = await stage.makeLead();
    const page = await stage.openRow(lead.id, { lcid: 1036 });
    await page.getByRole("toolbar").getByRole("button", { name: "Créer un rendez-vous" }).click();
    const help = page.frameLocator('iframe[src*="coco_/pane.html"]');
    await help.getByText(`frame-src ${stage.paneUrl}`).waitFor();
    await shot(page, "strict-policy-help");
  });
});
