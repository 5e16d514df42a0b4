import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startDynamicsHost } from "../src/server.ts";
import { shot } from "../../../tools/tests/browser/artefacts.ts";
import { startBrowser } from "../../../tools/tests/browser/browser.ts";
import { inBrowser } from "../../../tools/tests/browser/in-browser.ts";
import { dana, idOf, openPage, openStage, type Stage, untilReported } from "./stage.ts";
import { wholeSolution, zipOf } from "./solution-zip.ts";

inBrowser("what scripts find in the browser", () => {
  let stage: Stage;
  let browser: Browser;
  let page: Page;
  let nadia: string;
  const problems: string[] = [];

  beforeAll(async () => {
    [stage, browser] = await Promise.all([openStage(), startBrowser()]);
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
    expect(problems).toStrictEqual([]);
  });

  async function openLead(more = "", url = stage.host.url): Promise<void> {
    await page.goto(`${url}/main.aspx?pagetype=entityrecord&etn=lead&id=${nadia}&user=${dana}${more}`);
    await button("Open the pane").waitFor();
  }
  const button = (name: string) => page.getByRole("toolbar").getByRole("button", { name, exact: true });
  const pane = () => page.locator("[data-pane=trial]");
  const paneFrame = () => page.frameLocator("[data-pane=trial] iframe");
  /** In the shell's window. */
  const run = <T>(script: string) => page.evaluate<T>(`(async () => { ${script} })()`);

  describe("side panes", () => {
    test("open once, with the web resource and its data, at the width asked for", async () => {
      await page.setViewportSize({ width: 1600, height: 800 });
      await openLead();
      await button("Open the pane").click();
      await paneFrame().getByText("for Dana Roy").waitFor();
      await button("Open the pane").click();
      expect(await pane().count()).toBe(1);
      const data = encodeURIComponent(JSON.stringify({ table: "lead", id: `{${nadia.toUpperCase()}}` }));
      await paneFrame().getByText(data).waitFor();
      expect(Math.round((await pane().boundingBox())?.width ?? 0)).toBe(460);
      expect(await pane().getByRole("heading").textContent()).toBe("Trial pane");
      expect(await run("return Xrm.App.sidePanes.state")).toBe(1);
    });

    test("of one id are refused a second time: a script has to look first", async () => {
      await openLead();
      await run(`await Xrm.App.sidePanes.createPane({ paneId: "a" })`);
      const refusal = await run(
        `return Xrm.App.sidePanes.createPane({ paneId: "a" }).then(() => "", (error) => error.message)`,
      );
      expect(refusal).toBe('There is a side pane "a" already');
    });

    test("are closed by their button and by scripts", async () => {
      await openLead();
      await button("Open the pane").click();
      await pane().getByRole("button", { name: "Close" }).click();
      expect(await run(`return Xrm.App.sidePanes.getPane("trial") === undefined`)).toBe(true);
      await button("Open the pane").click();
      await pane().waitFor();
      await run(`Xrm.App.sidePanes.getPane("trial").close()`);
      await expect.poll(() => pane().count()).toBe(0);
      expect(await run("return Xrm.App.sidePanes.getAllPanes().length")).toBe(0);
    });

    test("keep their content behind another pane only if they always render", async () => {
      await openLead();
      const open = (id: string, options: string) =>
        run(`
        const pane = await Xrm.App.sidePanes.createPane({ paneId: "${id}", title: "${id}", width: 100, ${options} });
        await pane.navigate({ pageType: "webresource", webresourceName: "coco_/pane.html", data: "${id}" });`);
      await open("kept", "alwaysRender: true");
      await open("dropped", "");
      await open("shown", "");
      expect(await page.locator("[data-pane] iframe").count()).toBe(2);
      expect(await page.locator("[data-pane=kept] iframe").isVisible()).toBe(false);
      expect(await page.locator("[data-pane=dropped]").count()).toBe(0);
      expect(Math.round((await page.locator("[data-pane=shown]").boundingBox())?.width ?? 0)).toBe(300);
      await page.getByRole("tab", { name: "kept" }).click();
      expect(await page.locator("[data-pane=kept] iframe").isVisible()).toBe(true);
      expect(await run("return Xrm.App.sidePanes.getSelectedPane().paneId")).toBe("kept");
    });

    test("stay when the page goes on to another row", async () => {
      await openLead();
      await button("Open the pane").click();
      await paneFrame().getByText("for Dana Roy").waitFor();
      await run(`window.before = document.querySelector("[data-pane=trial] iframe").contentWindow`);
      await page.getByRole("link", { name: "Contacts" }).click();
      await page.getByRole("link", { name: "Robert Chen" }).waitFor();
      const isSame = `return window.before === document.querySelector("[data-pane=trial] iframe").contentWindow`;
      expect(await run(isSame)).toBe(true);
    });
  });

  test("without side panes a web resource opens in a dialog, whose promise lasts until it is closed", async () => {
    await openLead("&sidepanes=off");
    expect(await run(`return "sidePanes" in Xrm.App`)).toBe(false);
    await run(`window.opened = Xrm.Navigation.navigateTo(
      { pageType: "webresource", webresourceName: "coco_/pane.html", data: "d" },
      { target: 2, position: 2, width: { value: 480, unit: "px" }, title: "Beside" }).then(() => { document.title = "closed"; });`);
    const dialog = page.getByRole("dialog", { name: "Beside" });
    await page.frameLocator("dialog iframe").getByText("d for Dana Roy").waitFor();
    const box = await dialog.boundingBox();
    expect([box?.width, (box?.x ?? 0) + (box?.width ?? 0)]).toStrictEqual([480, 1280]);
    expect(await page.title()).not.toBe("closed");
    await dialog.getByRole("button", { name: "Close" }).click();
    await expect.poll(() => page.title()).toBe("closed");
  });

  test("the form context of a form that was left knows no row and has no controls", async () => {
    await openLead();
    await button("Create Appointment").click();
    await expect.poll(() => page.title()).toContain(nadia.toUpperCase());
    await run(`document.title = ""; document.querySelector("[data-command=new]").click()`);
    await page.getByRole("heading", { name: "New Lead" }).waitFor();
    const state = `const { Trial } = document.querySelector("iframe[title='Form scripts']").contentWindow;
      return [Trial.form.data.entity.getId(), Trial.form.ui.controls.getLength()]`;
    expect(await run(state)).toStrictEqual(["", 0]);
  });

  test("the form context has what is typed, before and after it is saved", async () => {
    await openLead();
    await button("Create Appointment").click();
    await expect.poll(() => page.title()).toContain("isShell");
    await page.getByLabel("Job Title").fill("Baker");
    const form = `const { form } = document.querySelector("iframe[title='Form scripts']").contentWindow.Trial;`;
    const state = `${form} return [form.data.entity.getIsDirty(), form.getAttribute("jobtitle").getValue(), form.getAttribute("nosuchcolumn"), form.ui.getFormType()]`;
    expect(await run(state)).toStrictEqual([true, "Baker", null, 2]);
    await run(`${form} await form.data.save()`);
    expect(await run(state)).toStrictEqual([false, "Baker", null, 2]);
  });

  test("a notification stays on top of every page, and its link leads on", async () => {
    await openLead();
    await run(`await Xrm.App.addGlobalNotification({ type: 2, level: 1, message: "Booked.", showCloseButton: true,
      action: { actionLabel: "Open the lead", eventHandler: () => Xrm.Navigation.openForm({ entityName: "lead", entityId: "{${nadia.toUpperCase()}}" }) } })`);
    await page.getByRole("link", { name: "Contacts" }).click();
    await page.getByRole("button", { name: "Open the lead" }).click();
    await page.getByRole("heading", { name: "Nadia Haidari" }).waitFor();
    await page.locator(".notice").getByRole("button", { name: "Close" }).click();
    await expect.poll(() => page.getByText("Booked.").count()).toBe(0);
  });

  test("questions are answered by the person", async () => {
    await openLead();
    await run(
      `Xrm.Navigation.openConfirmDialog({ title: "Sure?", text: "Really." }).then(({ confirmed }) => { document.title = String(confirmed); });`,
    );
    await page.getByRole("dialog", { name: "Sure?" }).getByRole("button", { name: "Cancel" }).click();
    await expect.poll(() => page.title()).toBe("false");
    await run(
      `Xrm.Navigation.openAlertDialog({ text: "So it is.", confirmButtonLabel: "Fine" }).then(() => { document.title = "told"; });`,
    );
    await page.getByRole("button", { name: "Fine" }).click();
    await expect.poll(() => page.title()).toBe("told");
  });

  test("dialogs stand in the middle, with their buttons in them, and their text in lines", async () => {
    await openLead();
    const text = "A booking for another person has been started and would be lost. Start a new one?";
    await run(`void Xrm.Navigation.openConfirmDialog({ title: "Sure?", text: "${text}" });`);
    const dialog = page.getByRole("dialog", { name: "Sure?" });
    const boxOf = async (locator: Locator) => {
      const { x = NaN, y = NaN, width = NaN, height = NaN } = (await locator.boundingBox()) ?? {};
      return { left: x, right: x + width, top: y, bottom: y + height };
    };
    await dialog.waitFor();
    const box = await boxOf(dialog);
    expect(box.left + box.right).toBeCloseTo(1280, 0);
    expect(box.top + box.bottom).toBeCloseTo(800, 0);
    const told = await boxOf(dialog.getByText(text));
    expect(told.right - told.left).toBeGreaterThan(200);
    for (const name of ["OK", "Cancel"]) {
      const within = await boxOf(dialog.getByRole("button", { name, exact: true }));
      expect(within.left).toBeGreaterThanOrEqual(box.left);
      expect(within.right).toBeLessThanOrEqual(box.right);
      expect(within.top).toBeGreaterThanOrEqual(told.bottom);
      expect(within.bottom).toBeLessThanOrEqual(box.bottom);
    }
    await shot(page, "dynamics-dialog");
  });

  test("a web resource in a dialog fills it", async () => {
    await openLead();
    await run(`void Xrm.Navigation.navigateTo({ pageType: "webresource", webresourceName: "coco_/pane.html" },
      { target: 2, width: { value: 480, unit: "px" }, title: "Amid" });`);
    const dialog = await page.getByRole("dialog", { name: "Amid" }).boundingBox();
    const frame = await page.locator("dialog iframe").boundingBox();
    expect(dialog).toMatchObject({ x: 400, y: 80, width: 480, height: 640 });
    expect(frame).toMatchObject({ x: 400, width: 480 });
    expect((frame?.y ?? 0) + (frame?.height ?? 0)).toBe(720);
  });

  test("rows are read and written under the user's own rights", async () => {
    await openLead();
    const tom = await idOf(stage, "leads", "Tom Becker");
    expect(
      await run(`return Xrm.WebApi.retrieveRecord("lead", "{${tom}}", "?$select=firstname,mobilephone")`),
    ).toMatchObject({
      firstname: "Tom",
      mobilephone: null,
    });
    const { id } = await run<{ id: string }>(
      `return Xrm.WebApi.createRecord("lead", { subject: "S", lastname: "Webb" })`,
    );
    await run(`await Xrm.WebApi.updateRecord("lead", "${id}", { firstname: "Ada" })`);
    const { entities } = await run<{ entities: unknown[] }>(
      `return Xrm.WebApi.retrieveMultipleRecords("lead", "?$select=fullname&$filter=leadid eq ${id}")`,
    );
    expect(entities).toMatchObject([{ fullname: "Ada Webb" }]);
    const refusal = await run(
      `return Xrm.WebApi.updateRecord("lead", "${tom}", { firstname: "T" }).then(() => 0, (error) => error.errorCode)`,
    );
    expect(refusal).toBe(0x80048306);
    await untilReported(problems, "the server responded with a status of 403");
  });

  test("the context says who, where and in which languages", async () => {
    await openLead("&lcid=1036");
    const context = await run(`const context = Xrm.Utility.getGlobalContext();
      return [context.getClientUrl(), context.userSettings.languageId, context.userSettings.userName, context.organizationSettings.languageId]`);
    expect(context).toStrictEqual([stage.host.url, 1036, "Dana Roy", 1033]);
  });

  test("the strict policy lets the page and its web resources work, and keeps foreign frames out", async () => {
    await using strict = await startDynamicsHost({
      zip: zipOf(wholeSolution),
      dataverse: stage.dataverse,
      contentSecurityPolicy: "strict",
      frameSources: ["http://allowed.example"],
    });
    await openLead("", strict.url);
    await button("Open the pane").click();
    await paneFrame().getByText("for Dana Roy").waitFor();
    expect(problems).toStrictEqual([]);
    const blocked = await run(`return new Promise((resolve) => {
      document.addEventListener("securitypolicyviolation", (event) => resolve(event.blockedURI));
      document.body.append(Object.assign(document.createElement("iframe"), { src: "http://127.0.0.1:9/" }));
    })`);
    expect(blocked).toMatch(/^http:\/\/127\.0\.0\.1:9/);
    await untilReported(problems, "frame-src");
  });

  test("dark is dark down to the ground that a pane stands on", async () => {
    await openLead("&theme=dark");
    await button("Open the pane").click();
    await page.locator("[data-pane=trial]").waitFor();
    const colour = `return getComputedStyle(document.querySelector("[data-pane=trial]")).backgroundColor`;
    expect(await run(colour)).toBe("rgb(41, 41, 41)");
  });
});
