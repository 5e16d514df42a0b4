import type { Script } from "node:vm";
import { BroadcastChannel } from "node:worker_threads";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readScript, runScript } from "./bundles.ts";
import { startApp } from "./model-driven-app.ts";

const firstId = "5f6e0a11-0000-4000-8000-0000000000aa";
const otherRow = "{5F6E0A11-0000-4000-8000-0000000000BB}";
const activityId = "5f6e0a11-0000-4000-8000-0000000000cc";

let script: Script;
let panes: BroadcastChannel[];
beforeAll(async () => {
  script = await readScript("coco_/js/command.js");
});
beforeEach(() => {
  panes = [];
});
afterEach(() => {
  for (const pane of panes) pane.close();
});

type Command = (form: unknown) => Promise<void>;

function load(app: ReturnType<typeof startApp>): () => Promise<void> {
  const opened: BroadcastChannel[] = panes;
  class Channel extends BroadcastChannel {
    constructor(name: string) {
      super(name);
      opened.push(this);
    }
  }
  const { Coconut } = runScript(script, { Xrm: app.Xrm, BroadcastChannel: Channel, crypto, console });
  const { createAppointment } = Coconut as { createAppointment: Command };
  return () => createAppointment(app.form);
}

function launchOf(data = "") {
  return JSON.parse(decodeURIComponent(data)) as { v: number; table: string; id: string; channel: string };
}

/** The page in the pane, as far as the command hears of it. */
function paneSays(data: string | undefined, message: object): void {
  const pane = new BroadcastChannel(`coco-${launchOf(data).channel}`);
  panes.push(pane);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a BroadcastChannel has no targets
  pane.postMessage(message);
}

describe("the button", () => {
  test("opens a pane beside the form, on the row that the form shows", async () => {
    const app = startApp();
    await load(app)();
    expect(app.seen.created).toEqual([
      {
        paneId: "coco_create_appointment",
        title: "Create Appointment",
        imageSrc: "WebResources/coco_/img/calendar.svg",
        width: 460,
        canClose: true,
        alwaysRender: true,
      },
    ]);
    expect(app.seen.navigations).toHaveLength(1);
    expect(launchOf(app.seen.navigations[0])).toEqual({
      v: 1,
      table: "lead",
      id: firstId,
      channel: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  test.each([
    [1036, "Créer un rendez-vous"],
    [3084, "Créer un rendez-vous"],
    [4105, "Create Appointment"],
    [1031, "Create Appointment"],
  ])("speaks the language %i as %s", async (lcid, title) => {
    const app = startApp({ lcid });
    await load(app)();
    expect(app.seen.created[0]?.["title"]).toBe(title);
  });

  test("pressed twice at once opens one pane", async () => {
    let letGo = (): void => {};
    const paneGate = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const app = startApp({ paneGate });
    const press = load(app);
    const presses = [press(), press(), press()];
    letGo();
    await Promise.all(presses);
    expect(app.seen.created).toHaveLength(1);
    expect(app.seen.navigations).toHaveLength(1);
  });

  test("pressed again on the same row brings the pane forward and keeps what was typed in it", async () => {
    const app = startApp();
    const press = load(app);
    await press();
    await press();
    expect(app.seen).toMatchObject({ created: { length: 1 }, navigations: { length: 1 }, selected: 2 });
  });

  test("pressed on another row uses the same pane, with a channel of its own", async () => {
    const app = startApp();
    const press = load(app);
    await press();
    app.row.id = otherRow;
    await press();
    expect(app.seen.created).toHaveLength(1);
    const [first, second] = app.seen.navigations.map(launchOf);
    expect(second?.id).toBe(otherRow.slice(1, -1).toLowerCase());
    expect(second?.channel).not.toBe(first?.channel);
  });

  test("asks before another row's half-made booking is lost", async () => {
    const app = startApp();
    const press = load(app);
    await press();
    const heard = new Promise((resolve) => {
      panes[0]?.addEventListener("message", resolve);
    });
    paneSays(app.seen.navigations[0], { kind: "dirty", dirty: true });
    await heard;
    app.row.id = otherRow;
    await press();
    expect(app.seen.questions).toEqual([expect.stringContaining("would be lost")]);
    expect(app.seen.navigations).toHaveLength(1);
  });

  test("opens a new pane once the person has closed the old one", async () => {
    const app = startApp();
    const press = load(app);
    await press();
    app.panes.clear();
    await press();
    expect(app.seen.created).toHaveLength(2);
  });

  test("asks to save a row that Dynamics does not have yet", async () => {
    const app = startApp({ lcid: 1036 });
    app.row.id = "";
    await load(app)();
    expect(app.seen.alerts).toEqual([expect.stringContaining("Enregistrez")]);
    expect(app.seen.created).toHaveLength(0);
  });

  test("tells of an error instead of throwing it, and works when pressed again", async () => {
    const app = startApp({ createFailure: new Error("the shell is not ready") });
    const press = load(app);
    await expect(press()).resolves.toBeUndefined();
    await press();
    expect(app.seen.alerts).toHaveLength(2);
    expect(app.seen.alerts[0]).toContain("the shell is not ready");
  });

  test("opens a dialog at the side where there are no side panes", async () => {
    const app = startApp({ hasSidePanes: false });
    const press = load(app);
    await press();
    expect(app.seen.dialogs[0]?.options).toMatchObject({ target: 2, position: 2 });
    expect(launchOf(app.seen.dialogs[0]?.data).id).toBe(firstId);
    paneSays(app.seen.dialogs[0]?.data, { kind: "booked", id: firstId, activityId });
    await expect.poll(() => app.seen.timelineRefreshes).toBe(2);
  });
});

describe("once something is booked", () => {
  const booked = { kind: "booked", id: firstId, activityId };

  test("every timeline of the form is read again, and the form's edits stay", async () => {
    const app = startApp({ isFormDirty: true });
    await load(app)();
    paneSays(app.seen.navigations[0], booked);
    await expect.poll(() => app.seen.timelineRefreshes).toBe(2);
    expect(app.seen).toMatchObject({ formRefreshes: 0, closed: 0, notifications: [] });
  });

  test.each([
    ["a form without a timeline is read again", false, 1],
    ["but not while it has edits", true, 0],
  ])("%s", async (_title, isFormDirty, times) => {
    const app = startApp({ controls: ["standard"], isFormDirty });
    await load(app)();
    paneSays(app.seen.navigations[0], booked);
    paneSays(app.seen.navigations[0], { kind: "closed" });
    await expect.poll(() => app.seen.closed).toBe(1);
    expect(app.seen.formRefreshes).toBe(times);
  });

  test.each([
    ["another row", (app: ReturnType<typeof startApp>) => (app.row.id = otherRow)],
    ["no row any more", (app: ReturnType<typeof startApp>) => (app.row.isGone = true)],
  ])("and the form shows %s, one notification leads back", async (_title, leave) => {
    const app = startApp();
    await load(app)();
    leave(app);
    paneSays(app.seen.navigations[0], { ...booked, activityId: null });
    paneSays(app.seen.navigations[0], booked);
    paneSays(app.seen.navigations[0], { kind: "closed" });
    await expect.poll(() => app.seen.closed).toBe(1);
    expect(app.seen.timelineRefreshes).toBe(0);
    expect(app.seen.notifications).toMatchObject([
      { message: "The appointment is booked.", showCloseButton: true },
    ]);
    app.seen.notifications[0]?.action.eventHandler();
    expect(app.seen.openedForms).toEqual([{ entityName: "lead", entityId: firstId }]);
  });

  test("the next press opens a new pane, even if the old one could not be closed", async () => {
    const app = startApp();
    const press = load(app);
    await press();
    const stuck = app.panes.get("coco_create_appointment") as { close: () => void };
    stuck.close = () => (app.seen.closed += 1);
    paneSays(app.seen.navigations[0], { kind: "closed" });
    await expect.poll(() => app.seen.closed).toBe(1);
    await press();
    expect(app.seen.navigations).toHaveLength(2);
  });
});
