import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startBrowser } from "../../../tools/tests/browser/browser.ts";
import { inBrowser } from "../../../tools/tests/browser/in-browser.ts";
import { dana, idOf, openPage, openStage, type Stage, untilReported } from "./stage.ts";

inBrowser("the form in a browser", () => {
  let stage: Stage;
  let browser: Browser;
  let page: Page;
  let nadia: string;
  const problems: string[] = [];

  beforeAll(async () => {
    const workflowUrl = (id: string) => `https://temporal.example/${id}`;
    [stage, browser] = await Promise.all([openStage({ workflowUrl }), startBrowser()]);
    nadia = await idOf(stage, "leads", "Nadia Haidari");
  });
  afterAll(async () => {
    await browser.close();
    await stage[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    problems.length = 0;
    page = await openPage(browser, problems);
  });
  afterEach(async () => {
    await page.context().close();
    stage.dataverse.reset();
    expect(problems).toStrictEqual([]);
  });

  const addressOf = (table: string, id: string, more = "") =>
    `${stage.host.url}/main.aspx?pagetype=entityrecord&etn=${table}&id=${id}&user=${dana}${more}`;
  const toolbar = () => page.getByRole("toolbar");
  const button = (name: string) => toolbar().getByRole("button", { name, exact: true });
  const control = (path: string, body: object) =>
    fetch(`${stage.dataverse.url}/sandbox/${path}`, { method: "POST", body: JSON.stringify(body) });

  describe("commands", () => {
    test("stand among those of the form by their sequence", async () => {
      await page.goto(addressOf("lead", nadia));
      await button("Create Appointment").waitFor();
      expect(await toolbar().getByRole("button").allTextContents()).toStrictEqual([
        "",
        "Save",
        "Save & Close",
        "New",
        "Create Appointment",
        "Open the pane",
        "Refresh",
      ]);
    });

    test("are labelled in French, and in the base language where there is no French", async () => {
      await page.goto(addressOf("lead", nadia, "&lcid=1036"));
      await button("Créer un rendez-vous").waitFor();
      expect(await button("Open the pane").isVisible()).toBe(true);
      expect(await button("Enregistrer").isVisible()).toBe(true);
    });

    test("are on contacts too", async () => {
      await page.goto(addressOf("contact", await idOf(stage, "contacts", "Robert Chen")));
      await button("Create Appointment").click();
      await expect.poll(() => page.title()).toContain(`"table":"contact"`);
    });

    test("are hidden from those who lack the privilege", async () => {
      const user = await idOf(stage, "systemusers", "Dana Roy");
      await control("privileges", { revoke: ["prvCreateActivity"], user });
      await page.goto(addressOf("lead", nadia));
      await button("Refresh").waitFor();
      expect(await button("Create Appointment").count()).toBe(0);
    });

    test("are hidden on a new row, and there once it is saved", async () => {
      await page.goto(`${stage.host.url}/main.aspx?pagetype=entityrecord&etn=lead&user=${dana}`);
      await button("Save").waitFor();
      expect(await button("Create Appointment").count()).toBe(0);
      await page.getByLabel("Topic").fill("Boat loan");
      await page.getByLabel("Last Name").fill("Ahoy");
      await button("Save").click();
      await button("Create Appointment").waitFor();
      await page.waitForURL(/id=[0-9a-f-]{36}/);
      await page.getByRole("heading", { level: 1, name: "Ahoy - Saved" }).waitFor();
    });

    test.each([
      ["a closed lead", "Victor Stone"],
      ["a lead that the user may only read", "Tom Becker"],
    ])("are hidden on %s, which is no existing one to a FormStateRule", async (_what, name) => {
      await page.goto(addressOf("lead", await idOf(stage, "leads", name)));
      await page.getByText("Read-only: this record").waitFor();
      expect(await button("Create Appointment").count()).toBe(0);
    });

    test("without room go into a menu, and work from there", async () => {
      await page.setViewportSize({ width: 640, height: 700 });
      await page.goto(addressOf("lead", nadia));
      await page.getByRole("button", { name: "More commands" }).click();
      await page.getByRole("menuitem", { name: "Create Appointment" }).click();
      await expect.poll(() => page.title()).toContain(`"table":"lead"`);
    });
  });

  describe("a click", () => {
    test("calls the function with a form context, in a frame that is not the shell's", async () => {
      await page.goto(addressOf("lead", nadia));
      await button("Create Appointment").click();
      await expect.poll(() => page.title()).toContain("isShell");
      expect(JSON.parse(await page.title())).toStrictEqual({
        id: `{${nadia.toUpperCase()}}`,
        table: "lead",
        isShell: false,
      });
      expect(await page.evaluate("typeof window.Trial")).toBe("undefined");
    });

    test("passes what the parameters ask for", async () => {
      await page.goto(addressOf("lead", nadia, "&lcid=1036"));
      await button("Open the pane").click();
      await expect.poll(() => page.title()).toBe(`{${nadia.toUpperCase()}} lead 1036 1033`);
    });
  });

  describe("the timeline", () => {
    const book = () =>
      page.evaluate(async (id) => {
        const answer = await fetch("/api/data/v9.2/appointments", {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({
            subject: "Mortgage advice",
            location: "King Street",
            scheduledstart: "2027-03-10T15:00:00Z",
            scheduledend: "2027-03-10T15:45:00Z",
            "regardingobjectid_lead_appointment@odata.bind": `/leads(${id})`,
          }),
        });
        return answer.status;
      }, nadia);
    const subjects = () => page.locator(".activity h3").allTextContents();

    test("asks again when a script refreshes it, and not before", async () => {
      let asked = 0;
      page.on("request", (request) => (asked += request.url().includes("/activitypointers?") ? 1 : 0));
      await page.goto(addressOf("lead", nadia));
      await expect.poll(subjects).toStrictEqual(["Collect proof of income"]);
      expect(await book()).toBe(204);
      expect(await subjects()).toStrictEqual(["Collect proof of income"]);
      await button("Create Appointment").click();
      await expect.poll(subjects).toStrictEqual(["Mortgage advice", "Collect proof of income"]);
      expect(asked, "at first, and for the script").toBe(2);
      const newest = page.locator(".activity").first();
      expect(await newest.innerText()).toContain("Wed, Mar 10, 2027, 10:00–10:45 a.m.");
      await newest.getByRole("button", { name: "View more" }).click();
      expect(await newest.innerText()).toContain("King Street");
      const link = newest.getByRole("link", { name: "Workflow" });
      expect(await link.getAttribute("href")).toBe(
        `https://temporal.example/${await newest.getAttribute("data-activity")}`,
      );
    });

    test("says so when there is nothing yet", async () => {
      await page.goto(addressOf("lead", await idOf(stage, "leads", "Ingrid Solberg")));
      await page.getByText("No activities yet").waitFor();
    });

    test("shows ten at a time", async () => {
      await page.goto(addressOf("lead", nadia));
      await expect.poll(subjects).toHaveLength(1);
      for (let count = 0; count < 11; count += 1) await book();
      await page.getByRole("button", { name: "Refresh: Timeline" }).click();
      await expect.poll(subjects).toHaveLength(10);
      await page.getByRole("button", { name: "Load more" }).click();
      await expect.poll(subjects).toHaveLength(12);
    });
  });

  test("what was typed is saved, and a refusal is told", async () => {
    await page.goto(addressOf("lead", nadia));
    const mobile = page.getByLabel("Mobile Phone");
    await button("Create Appointment").waitFor();
    await mobile.fill("+1 416 555 0101");
    await page.getByRole("heading", { level: 1, name: "- Unsaved" }).waitFor();
    await button("Save").click();
    await page.getByRole("heading", { level: 1, name: "- Saved" }).waitFor();
    await page.reload();
    await expect.poll(() => mobile.inputValue()).toBe("+1 416 555 0101");
    await mobile.fill("1".repeat(30));
    await button("Save").click();
    await page.getByRole("alert").waitFor();
    expect(await mobile.inputValue()).toBe("1".repeat(30));
    await untilReported(problems, "the server responded with a status of 400");
  });

  test("a lead is found in the list and opened from it", async () => {
    await page.goto(`${stage.host.url}/?user=${dana}`);
    await page.getByRole("link", { name: "Tom Becker" }).waitFor();
    await page.getByRole("searchbox").fill("haid");
    await expect.poll(() => page.locator("tbody tr").count()).toBe(1);
    await page.getByRole("link", { name: "Nadia Haidari" }).click();
    await button("Create Appointment").waitFor();
    await page.waitForURL((url) => url.searchParams.get("id") === nadia);
  });
});
