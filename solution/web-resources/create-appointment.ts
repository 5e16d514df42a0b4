/** The command behind the button: opens the side pane for the row on the form. */
import { showBooked } from "./after-booking.ts";
import {
  channelName,
  formatLaunch,
  type Launch,
  paneId,
  panePage,
  type PaneMessage,
  type RowRef,
} from "./launch.ts";
import { type Words, wordsFor } from "./words.ts";

/** What the command keeps of the pane it opened. */
interface PaneSession {
  readonly launch: Launch;
  readonly messages: BroadcastChannel;
  isDirty: boolean;
  isOver: boolean;
}

/** Clicks are ignored for so long while the pane opens, and not longer, in case a promise of Dynamics never settles. */
const openingMs = 10_000;
const paneWidth = 460;

/** Creates the function that the button calls. It never rejects: an error in a command would break the command bar. */
export function createCommand() {
  let session: PaneSession | undefined;
  let busyUntil = 0;

  return async function createAppointment(form: Xrm.FormContext): Promise<void> {
    if (Date.now() < busyUntil) return;
    busyUntil = Date.now() + openingMs;
    try {
      const words = wordsFor(Xrm.Utility.getGlobalContext().userSettings.languageId);
      const row = rowOf(form);
      if (row === undefined) await alert(words, words.saveFirst);
      else if (hasSidePanes()) session = await openPane(form, row, words, session);
      else openDialog(form, row, words);
    } catch (error) {
      await showError(error);
    } finally {
      busyUntil = 0;
    }
  };
}

function rowOf(form: Xrm.FormContext): RowRef | undefined {
  const table = form.data.entity.getEntityName();
  const id = form.data.entity.getId().replaceAll(/[{}]/g, "").toLowerCase();
  if (table !== "lead" && table !== "contact") throw new Error(`no appointments for the table ${table}`);
  return id === "" ? undefined : { table, id };
}

function hasSidePanes(): boolean {
  // Absent in the mobile players and on-premises.
  const app = Xrm.App as Partial<Xrm.App> | undefined;
  return app?.sidePanes !== undefined;
}

async function openPane(
  form: Xrm.FormContext,
  row: RowRef,
  words: Words,
  previous: PaneSession | undefined,
): Promise<PaneSession> {
  const existing = Xrm.App.sidePanes.getPane(paneId);
  if (existing && previous && !previous.isOver) {
    const isSameRow = previous.launch.id === row.id;
    if (isSameRow || (previous.isDirty && !(await mayDiscard(words)))) {
      existing.select();
      return previous;
    }
  }
  previous?.messages.close();
  const session = openChannel(form, row, words);
  const pane =
    existing ??
    (await Xrm.App.sidePanes.createPane({
      paneId,
      title: words.title,
      imageSrc: "WebResources/coco_/img/calendar.svg",
      width: paneWidth,
      canClose: true,
      alwaysRender: true,
    }));
  await pane.navigate(pageInput(session.launch));
  pane.select();
  return session;
}

/**
 * Opens a dialog beside the form where there are no side panes. The promise of `navigateTo` settles when it is
 * closed.
 */
function openDialog(form: Xrm.FormContext, row: RowRef, words: Words): void {
  const { launch, messages } = openChannel(form, row, words);
  const dialog = Xrm.Navigation.navigateTo(pageInput(launch), {
    target: 2,
    position: 2,
    width: { value: paneWidth, unit: "px" },
    title: words.title,
  });
  void dialog.then(() => messages.close(), showError);
}

function pageInput(launch: Launch): Xrm.Navigation.PageInputHtmlWebResource {
  return { pageType: "webresource", webresourceName: panePage, data: formatLaunch(launch) };
}

function openChannel(form: Xrm.FormContext, row: RowRef, words: Words): PaneSession {
  const launch = { ...row, channel: crypto.randomUUID() };
  const messages = new BroadcastChannel(channelName(launch));
  const session: PaneSession = { launch, messages, isDirty: false, isOver: false };
  let isAnnounced = false;
  messages.addEventListener("message", ({ data }: MessageEvent<PaneMessage>) => {
    switch (data.kind) {
      case "dirty":
        session.isDirty = data.dirty;
        return;
      case "booked":
        session.isDirty = false;
        showBooked(form, row, words, isAnnounced);
        isAnnounced = true;
        return;
      case "closed":
        session.isOver = true;
        messages.close();
        if (hasSidePanes()) Xrm.App.sidePanes.getPane(paneId)?.close();
    }
  });
  return session;
}

async function mayDiscard(words: Words): Promise<boolean> {
  const { confirmed } = await Xrm.Navigation.openConfirmDialog({ title: words.title, text: words.discard });
  return confirmed;
}

async function alert(words: Words, text: string): Promise<void> {
  await Xrm.Navigation.openAlertDialog({ title: words.title, text });
}

async function showError(error: unknown): Promise<void> {
  try {
    const words = wordsFor(Xrm.Utility.getGlobalContext().userSettings.languageId);
    await alert(words, words.notOpened(reasonOf(error)));
  } catch {
    console.error("Coconut: the appointment pane could not be opened.", error);
  }
}

/** Errors of Xrm are plain objects. */
function reasonOf(error: unknown): string {
  const { message } = (error ?? {}) as { readonly message?: unknown };
  return typeof message === "string" ? message : String(error);
}
