/** The whole story: a banker books from a lead, by either login, in either language and kind of browser. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { shot } from "../../tools/tests/browser/artefacts.ts";
import { inBrowser } from "../../tools/tests/browser/in-browser.ts";
import { paneOf } from "./stage/pane.ts";
import { type Lcid, type Stage, type StageOptions, startStage } from "./stage/stage.ts";

let stage: Stage;
const onStage = (options: StageOptions) => {
  beforeAll(async () => {
    stage = await startStage(options);
  });
  afterEach(() => stage.identityProvider.reset());
  afterAll(() => stage[Symbol.asyncDispose]());
};

inBrowser("a banker books from the lead, the pane closes, and the Timeline shows the appointment", () => {
  describe("with username and password", () => {
    onStage({ login: "password" });
    test.each([
      ["English", 1033],
      ["French", 1036],
    ] as const)("in %s", (_, lcid) => tellStory("password", lcid));
  });

  describe("with SSO", () => {
    onStage({ login: "sso" });
    test("in English", () => tellStory("sso", 1033));
    test("in French, the identity provider cutting the login window off", async () => {
      stage.identityProvider.setOpenerPolicy(true);
      await tellStory("sso", 1036);
    });
  });

  describe("in a browser that does not partition its storage, with SSO", () => {
    onStage({ login: "sso", partitioning: false });
    test("where the login window keeps its opener", () => tellStory("sso", 1033));
    test("where the identity provider cuts it off", async () => {
      stage.identityProvider.setOpenerPolicy(true);
      await tellStory("sso", 1033);
    });
  });
});

async function tellStory(login: "password" | "sso", lcid: Lcid): Promise<void> {
  const { service, coconut } = stage;
  const lead = await stage.makeLead();
  const leadsBefore = (await service.dynamics.newLeads()).length;
  const page = await stage.openRow(lead.id, { lcid });
  const pane = paneOf(page, lcid);
  await pane.open();
  await shot(page, `story-${lcid}-1-open`);
  // The login window closes itself.
  await (login === "sso" ? pane.logInBySso() : pane.logInByPassword());
  const start = await pane.goToReview();
  await shot(page, `story-${lcid}-2-review`);
  await pane.book();
  await pane.untilClosed();

  const shown = page.locator("[data-activity]");
  await expect.poll(() => shown.count()).toBe(1);
  await shot(page, `story-${lcid}-3-timeline`);

  await coconut.untilDelivered();
  const [appointment, ...more] = await coconut.appointmentsOf(lead.email);
  expect(more).toEqual([]);
  expect(appointment?.attributes.start).toBe(start);
  await service.until(appointment?.id ?? "", ({ events }) =>
    events.every(({ outcome }) => outcome !== "pending"),
  );
  const rows = (await service.dynamics.newAppointments()).filter(
    (row) => row["_regardingobjectid_value"] === lead.id,
  );
  expect(rows).toHaveLength(1);
  expect(await shown.getAttribute("data-activity")).toBe(rows[0]?.["activityid"]);
  expect(await service.dynamics.newLeads(), "no second lead").toHaveLength(leadsBefore);
}
