/** What pane.html shows: loading, the service's page, or help. */
import type { Theme } from "./service-messages.ts";
import { isFrench, type Words } from "./words.ts";

/** What is shown in place of the pane when something is wrong. */
export interface Help {
  readonly title: string;
  readonly text: string;
  readonly steps?: readonly string[];
  readonly retry?: () => void;
}

/** What the page shows: loading at first, then the pane or help. */
export interface View {
  /** Replaces the iframe by a new one, which is hidden until `showPane`. */
  load(address: string): HTMLIFrameElement;
  showPane(): void;
  showHelp(help: Help): void;
}

/** Fills the elements of pane.html. */
export function createView(words: Words, lcid: number, theme: Theme): View {
  const loading = byId("loading");
  const help = byId("help");
  const button = byId("retry");
  let frame: HTMLIFrameElement | undefined;
  let retryNow: (() => void) | undefined;

  document.title = words.title;
  document.documentElement.lang = isFrench(lcid) ? "fr" : "en";
  document.documentElement.dataset["theme"] = theme;
  loading.textContent = words.loading;
  button.textContent = words.retry;
  button.addEventListener("click", () => retryNow?.());

  return {
    load(address) {
      frame?.remove();
      frame = document.createElement("iframe");
      frame.title = words.title;
      frame.className = "waiting";
      frame.allow = "";
      frame.referrerPolicy = "no-referrer";
      frame.src = address;
      byId("pane").append(frame);
      loading.hidden = false;
      help.hidden = true;
      return frame;
    },
    showPane() {
      if (frame?.className === "waiting") {
        frame.className = "";
        frame.focus();
      }
      loading.hidden = true;
      help.hidden = true;
    },
    showHelp({ title, text, steps = [], retry }) {
      if (frame) frame.className = "waiting";
      loading.hidden = true;
      byId("help-title").textContent = title;
      byId("help-text").textContent = text;
      byId("help-steps").replaceChildren(...steps.map(listItem));
      retryNow = retry;
      button.hidden = retry === undefined;
      help.hidden = false;
      byId("help-title").focus();
    },
  };
}

function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`pane.html has no element ${id}`);
  return element;
}

function listItem(text: string): HTMLLIElement {
  const item = document.createElement("li");
  item.textContent = text;
  return item;
}
