/** `npm run pictures`: makes the README's pictures anew, by booking in the demo's stack with a browser. */
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildPage } from "@coconut-dynamics/pane/build";
import { en } from "@coconut-dynamics/pane/words/en";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { findChromium } from "./chromium/find.mjs";
import { openDynamics } from "./demo/dynamics.ts";
import { eventually, openStage, type Stage } from "./demo/stage.ts";
import { openTemporal } from "./demo/temporal.ts";
import { staffPassword } from "./directory.ts";
import { startStack } from "./stack.ts";

const folder = fileURLToPath(new URL("../docs/pictures/", import.meta.url));
const banker = "dana.roy@acme.example";

async function save(page: Page, name: string, width: number, height: number): Promise<void> {
  await page.setViewportSize({ width, height });
  // Into the corner, so that nothing is shown as hovered.
  await page.mouse.move(width - 2, height - 2);
  // The page is laid out anew, and no event says when that is done.
  await page.waitForTimeout(1_000);
  await page.screenshot({ path: `${folder}${name}.png`, animations: "disabled" });
  process.stdout.write(`docs/pictures/${name}.png\n`);
}

/** Opens the form of a lead that the banker owns, with its columns filled in. */
async function openLead(context: BrowserContext, dynamicsUrl: string, stage: Stage): Promise<Page> {
  const lead = (await stage.leadsNamed("Nadia", "Haidari")).find(({ statecode }) => statecode === 0);
  const page = await context.newPage();
  const id = String(lead?.["leadid"]);
  await page.goto(`${dynamicsUrl}/main.aspx?pagetype=entityrecord&etn=lead&id=${id}&user=${banker}`);
  const columns = {
    jobtitle: "Nurse",
    emailaddress1: "nadia@example.com",
    mobilephone: "+1 416 555 0142",
    telephone1: "+1 416 555 0110",
    companyname: "Lakeside Hospital",
    address1_line1: "18 Maple Avenue",
    address1_city: "Toronto",
    address1_stateorprovince: "Ontario",
    address1_postalcode: "M4C 1B5",
    address1_country: "Canada",
  };
  await page.evaluate(
    ([path, body]) => fetch(path, { method: "PATCH", headers: { "content-type": "application/json" }, body }),
    [`/api/data/v9.2/leads(${id})`, JSON.stringify(columns)] as const,
  );
  await page.reload();
  return page;
}

/** Presses the command in Dynamics, logs in and goes to the last step; answers the pane's frame. */
async function goToReview(page: Page): Promise<ReturnType<Page["frameLocator"]>> {
  await page.getByRole("toolbar").getByRole("button", { name: en.paneTitle }).click();
  const pane = page.frameLocator('iframe[src*="coco_/pane.html"]').frameLocator("iframe");
  const next = () => pane.getByRole("button", { name: en.continue, exact: true }).click();
  const opened = page.waitForEvent("popup");
  await pane.getByRole("button", { name: en.logIn.open }).click();
  const login = await opened;
  await login.locator("#username").fill(banker);
  await login.locator("#password").fill(staffPassword);
  await login.locator("#password").press("Enter");

  await pane.locator("#service-7").check();
  await pane.locator("#method-at_location").check();
  await next();
  await pane.locator("#location-12").check();
  await next();
  await pane.locator("#staff-person-31").check();
  await next();
  // Of next month, in which there are always some days.
  await pane.locator('[role=grid][aria-busy="false"]').waitFor();
  await pane.getByRole("button", { name: en.time.grid.nextMonth }).click();
  await pane.locator('[role=grid][aria-busy="false"]').waitFor();
  await pane.locator("td[data-day]:not([aria-disabled])").nth(6).click();
  await pane.locator("#time input[type=radio]").nth(3).check();
  await next();
  await pane.getByRole("heading", { name: en.details.title }).waitFor();
  await next();
  await pane.getByRole("button", { name: en.review.book }).waitFor();
  return pane;
}

/** Moves the newest appointment by a week while Dynamics answers 503 three times. Answers its Workflow Id. */
async function moveDuringAnOutage(stage: Stage): Promise<string> {
  const workflowId = (await stage.newestWorkflowId()) ?? "";
  const id = workflowId.split(":").at(-1) ?? "";
  const path = `sandbox/appointments/${id}`;
  const document = (await stage.coconut("GET", path)) as { data: { attributes: { start: string } } };
  const start = new Date(`${document.data.attributes.start.replace(" ", "T")}Z`);
  start.setUTCDate(start.getUTCDate() + 7);
  await stage.dynamics("POST", "faults", { times: 3, path: "/api/data/", status: 503 });
  const moved = start.toISOString().slice(0, 19).replace("T", " ");
  await stage.coconut("POST", `${path}/reschedule`, { start: moved });
  await eventually(async () => {
    const state = await stage.state(id);
    const isMoved = state?.events.some(({ type }) => type.includes("reschedule")) === true;
    return isMoved && state.syncState === "InStep";
  });
  return workflowId;
}

async function main(): Promise<void> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Error(
      "No browser is found; `node tools/setup.mjs --with-browser` gets one or says what is missing.",
    );
  }
  mkdirSync(folder, { recursive: true });
  await using temporal = await openTemporal(() => undefined);
  const { tenant, ui } = temporal;
  if (ui === undefined) {
    throw new Error("TEMPORAL_ADDRESS is set, and it does not say where that server's UI is: unset it.");
  }
  await buildPage();
  await using stack = await startStack({ temporal, tenant });
  await using stage = await openStage({ stack, temporal, tenant });
  await using dynamics = await openDynamics({ stack, temporal, tenant }, ui);
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const browser = await chromium.launch({ executablePath, args });
  try {
    const look = { timezoneId: "America/Toronto", reducedMotion: "reduce", colorScheme: "light" } as const;
    const dynamicsContext = await browser.newContext({
      ...look,
      locale: "en-CA",
      viewport: { width: 1160, height: 924 },
    });
    const page = await openLead(dynamicsContext, dynamics.url, stage);
    const pane = await goToReview(page);
    await save(page, "pane", 1160, 924);
    await pane.getByRole("button", { name: en.review.book }).click();
    await page.locator("[data-activity] >> text=Mortgage advice").waitFor();
    await page.locator(".activity").first().getByRole("button", { name: "View more" }).click();
    await save(page, "timeline", 900, 760);

    const workflowId = await moveDuringAnOutage(stage);
    const uiContext = await browser.newContext({
      ...look,
      locale: "en-US",
      viewport: { width: 1500, height: 860 },
    });
    const uiPage = await uiContext.newPage();
    await uiPage.goto(ui.workflow(workflowId));
    await uiPage.getByText("until settled").first().waitFor();
    await save(uiPage, "workflow", 1500, 860);
  } finally {
    await browser.close();
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
