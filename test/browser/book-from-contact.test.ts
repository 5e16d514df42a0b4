/** Booking from a contact's form instead of a lead's. */
import { expect, test } from "vitest";
import { inBrowser } from "../../tools/tests/browser/in-browser.ts";
import { paneOf } from "./stage/pane.ts";
import { startStage } from "./stage/stage.ts";

inBrowser("from a contact", () => {
  test("a banker books for somebody else than its name says, and the appointment stands on the contact", async () => {
    await using stage = await startStage();
    const { dynamics } = stage.service;
    const robert = (await dynamics.rows("contacts")).find((row) => row["lastname"] === "Chen");
    const id = String(robert?.["contactid"]);
    const page = await stage.openRow(id, { table: "contact" });
    const pane = paneOf(page);
    const { words, frame, button, heading } = pane;
    await pane.open();
    await pane.logInByPassword();
    await pane.goToReview();

    await button("Back").click();
    await heading(words.details.title).waitFor();
    const lastName = frame.getByLabel("Last name");
    expect(await lastName.inputValue()).toBe("Chen");
    await lastName.fill("Chen-Okonkwo");
    await pane.next();
    await heading(words.review.title).waitFor();
    await pane.book();
    await pane.untilClosed();

    const rows = await dynamics.newAppointments();
    expect(rows.map((row) => row["_regardingobjectid_value"])).toEqual([id]);
    await page.locator(`[data-activity="${String(rows[0]?.["activityid"])}"]`).waitFor();
    expect(await dynamics.newLeads(), "nobody new").toEqual([]);
  });
});
