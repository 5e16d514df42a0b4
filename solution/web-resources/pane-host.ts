/** The script of pane.html: shows the service's page, gives it the person, and tells Dynamics what it booked. */
import { channelName, type Launch, paneId, type PaneMessage, readLaunch } from "./launch.ts";
import { type InitMessage, readMessage } from "./service-messages.ts";
import { findXrm, readPerson, readSignInName, detectTheme } from "./dynamics-context.ts";
import { createView } from "./view.ts";
import { wordsFor } from "./words.ts";

/** Defined by the build. */
declare const serviceOrigin: string;

const readyTimeoutMs = 10_000;
/** Time to read that it is booked, before the pane closes. */
const closeDelayMs = 1_200;

const xrm = findXrm();
const launch = readLaunch(location.search);
const lcid = xrm?.Utility.getGlobalContext().userSettings.languageId ?? 1033;
const words = wordsFor(lcid);
const theme = detectTheme();
const view = createView(words, lcid, theme);

if (xrm && launch) showServicePage(launch);
else view.showHelp(words.notFromDynamics);

function showServicePage(row: Launch): void {
  const nonce = randomNonce();
  const messages = new BroadcastChannel(channelName(row));
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a BroadcastChannel has no targets
  const notifyCommand = (message: PaneMessage): void => messages.postMessage(message);
  const frame = view.load(addressOf(row, nonce));
  const people = findPeople(row);
  let isOver = false;

  const stop = (): void => {
    isOver = true;
    clearTimeout(readyTimer);
    removeEventListener("message", listener);
    messages.close();
  };
  const retry = (): void => {
    stop();
    showServicePage(row);
  };
  const listener = (event: MessageEvent): void => {
    if (event.origin !== serviceOrigin || event.source !== frame.contentWindow) return;
    const message = readMessage(event.data, nonce);
    switch (message?.type) {
      case undefined:
        return;
      case "ready":
        clearTimeout(readyTimer);
        void people.then(sendInit, () => undefined);
        return;
      case "dirty":
        return notifyCommand({ kind: "dirty", dirty: message.dirty });
      case "booked":
        notifyCommand({ kind: "booked", id: row.id, activityId: message.activityId });
        if (message.activityId !== null) setTimeout(close, closeDelayMs);
        return;
      case "close":
        return close();
    }
  };
  const sendInit = (theirs: People): void => {
    if (isOver) return;
    const init: InitMessage = { type: "init", v: 1, nonce, ...theirs, org: location.origin, lcid, theme };
    frame.contentWindow?.postMessage(init, serviceOrigin);
    view.showPane();
  };
  const close = (): void => {
    if (isOver) return;
    notifyCommand({ kind: "closed" });
    stop();
    closePane();
  };

  addEventListener("message", listener);
  // A page that is ready later than this is shown all the same.
  const readyTimer = setTimeout(() => {
    const { title, text, steps } = words.unreachable;
    view.showHelp({ title, text: text(serviceOrigin), steps: steps(serviceOrigin, location.origin), retry });
  }, readyTimeoutMs);
  people.catch((error: unknown) => {
    if (isOver) return;
    clearTimeout(readyTimer);
    const { title, text } = words.rowUnreadable;
    view.showHelp({ title, text: text(reasonOf(error)), retry });
  });
}

/** The address of the service's page. Row and nonce are in the fragment, which is sent to no server. */
function addressOf({ table, id }: Launch, nonce: string): string {
  const fields = new URLSearchParams({ v: "1", table, id, org: location.origin, lcid: String(lcid), nonce });
  return `${serviceOrigin}/pane/#${fields.toString()}`;
}

type People = Pick<InitMessage, "row" | "signInName">;

async function findPeople(launched: Launch): Promise<People> {
  const current = findXrm();
  if (current === undefined) throw new Error(words.notFromDynamics.text);
  const [row, signInName] = await Promise.all([readPerson(current, launched), readSignInName(current)]);
  return { row, signInName };
}

function closePane(): void {
  const app = findXrm()?.App as Partial<Xrm.App> | undefined;
  const pane = app?.sidePanes?.getPane(paneId);
  if (pane) pane.close();
  // Without side panes the page is in a dialog.
  else window.close();
}

function randomNonce(): string {
  const bytes = String.fromCodePoint(...crypto.getRandomValues(new Uint8Array(24)));
  return btoa(bytes).replaceAll("+", "-").replaceAll("/", "_");
}

/** Dynamics' own message; "" if it has none. */
function reasonOf(error: unknown): string {
  const { message } = (error ?? {}) as { readonly message?: unknown };
  return typeof message === "string" ? message.slice(0, 300) : "";
}
