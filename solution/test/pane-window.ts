/** As much of a browser window, and of Dynamics around it, as the pane's page touches. Time passes when told to. */
import type { Script } from "node:vm";
import { BroadcastChannel } from "node:worker_threads";
import { paneId } from "../web-resources/launch.ts";
import { runScript, serviceOrigin } from "./bundles.ts";

export const organisation = "https://org.crm.dynamics.test";
export const leadId = "5f6e0a11-0000-4000-8000-0000000000aa";
export const channel = "5f6e0a11-0000-4000-8000-0000000000c4";
export const userId = "{5F6E0A11-0000-4000-8000-0000000000DD}";
const launch = encodeURIComponent(JSON.stringify({ v: 1, table: "lead", id: leadId, channel }));

interface Options {
  readonly search?: string;
  readonly lcid?: number;
  readonly person?: Readonly<Record<string, unknown>>;
  readonly readFailure?: unknown;
  /** The banker as Dynamics has them; or why it does not say; or nothing at all, for ever. */
  readonly user?: Readonly<Record<string, unknown>> | Error | Promise<never>;
  readonly isInDynamics?: boolean;
  readonly hasSidePanes?: boolean;
  /** Colours of what the page stands on, nearest first. */
  readonly backgrounds?: readonly string[];
}

interface FakeElement {
  [property: string]: unknown;
  textContent: string;
  hidden: boolean;
}

function element(): FakeElement {
  return { textContent: "", hidden: false, className: "", focus() {}, addEventListener() {} };
}

export function openWindow(script: Script, options: Options = {}) {
  const { lcid = 1033, isInDynamics = true, hasSidePanes = true, backgrounds = [] } = options;
  const seen = {
    queries: [] as unknown[][],
    sent: [] as { message: Record<string, unknown>; targetOrigin: string }[],
    news: [] as Record<string, unknown>[],
    panesClosed: 0,
    windowsClosed: 0,
  };
  const listeners = new Set<(event: unknown) => void>();
  const timers = new Set<{ run: () => void; at: number }>();
  const channels: BroadcastChannel[] = [];
  const frames: FakeElement[] = [];
  let now = 0;
  let pressRetry = (): void => {};

  const elements = Object.fromEntries(
    ["pane", "loading", "help", "help-title", "help-text", "help-steps", "retry"].map((id) => [
      id,
      element(),
    ]),
  ) as Record<string, FakeElement>;
  elements["pane"]!["append"] = (frame: FakeElement) => frames.push(frame);
  elements["help-steps"]!["replaceChildren"] = (...items: FakeElement[]) => {
    elements["help-steps"]!.textContent = items.map(({ textContent }) => textContent).join("\n");
  };
  elements["retry"]!["addEventListener"] = (_type: string, listener: () => void) => {
    pressRetry = listener;
  };

  const Xrm = {
    Utility: { getGlobalContext: () => ({ userSettings: { languageId: lcid, userId } }) },
    WebApi: {
      async retrieveRecord(...query: unknown[]) {
        seen.queries.push(query);
        const { user = { domainname: "dana.roy@acme.example" } } = options;
        if (query[0] === "systemuser" && user instanceof Error) throw user;
        if (query[0] === "systemuser") return user;
        if (options.readFailure !== undefined) throw options.readFailure;
        return options.person ?? { firstname: "Ann", lastname: "Lee", emailaddress1: "ann.lee@example.com" };
      },
    },
    App: {
      ...(hasSidePanes && {
        sidePanes: {
          getPane: (id: string) => (id === paneId ? { close: () => (seen.panesClosed += 1) } : undefined),
        },
      }),
    },
  };
  const standsOn = backgrounds.reduceRight<object | null>(
    (parentElement, backgroundColor) => ({ backgroundColor, parentElement }),
    null,
  );
  class Channel extends BroadcastChannel {
    constructor(name: string) {
      super(name);
      channels.push(this);
    }
    override postMessage(message: unknown) {
      seen.news.push(structuredClone(message) as Record<string, unknown>);
    }
  }
  const root = { lang: "", dataset: {} as Record<string, string> };
  const document = {
    title: "",
    documentElement: root,
    getElementById: (id: string) => elements[id] ?? null,
    createElement(tag: string) {
      if (tag !== "iframe") return element();
      const contentWindow = {
        postMessage: (message: Record<string, unknown>, targetOrigin: string) =>
          seen.sent.push({ message: structuredClone(message), targetOrigin }),
      };
      return { ...element(), contentWindow, remove() {} };
    },
  };
  const window: Record<string, unknown> = {
    document,
    location: { search: options.search ?? `?data=${encodeURIComponent(launch)}`, origin: organisation },
    frameElement: standsOn,
    getComputedStyle: (of: object) => of,
    addEventListener: (_type: string, listener: (event: unknown) => void) => listeners.add(listener),
    removeEventListener: (_type: string, listener: (event: unknown) => void) => listeners.delete(listener),
    setTimeout(run: () => void, ms: number) {
      const timer = { run, at: now + ms };
      timers.add(timer);
      return timer;
    },
    clearTimeout: (timer: { run: () => void; at: number }) => timers.delete(timer),
    close: () => (seen.windowsClosed += 1),
    BroadcastChannel: Channel,
    URLSearchParams,
    crypto,
    btoa,
  };
  window["window"] = window;
  window["parent"] = {
    // Another origin's window throws at every touch.
    get document() {
      if (!isInDynamics) throw new DOMException("Blocked a frame", "SecurityError");
      return {};
    },
    Xrm,
  };
  window["top"] = window["parent"];
  runScript(script, window);

  const iframe = () => frames.at(-1) as FakeElement & { src: string; contentWindow: object };
  const nonce = () => new URLSearchParams(new URL(iframe().src).hash.slice(1)).get("nonce") ?? "";
  return {
    seen,
    elements,
    root,
    iframe,
    nonce,
    retry: () => pressRetry(),
    /** A message event as the service's page would cause it, except for what the test says. */
    async receive(message: unknown, event: { origin?: string; source?: object | null } = {}) {
      for (const listener of listeners) {
        listener({
          origin: serviceOrigin,
          source: iframe().contentWindow,
          data: structuredClone(message),
          ...event,
        });
      }
      await settle();
    },
    async pass(ms: number) {
      now += ms;
      for (const timer of [...timers].filter(({ at }) => at <= now)) {
        timers.delete(timer);
        timer.run();
      }
      await settle();
    },
    [Symbol.dispose]() {
      for (const each of channels) each.close();
    },
  };
}

export async function settle(): Promise<void> {
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
}
