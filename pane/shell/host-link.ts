/** The connection to the page of Dynamics that frames the pane. */
import type { Launch } from "./launch.ts";
import { readInit } from "./host-messages.ts";
import type { Init, HostMessage } from "./host-messages.ts";

/** The part of `window` and `window.parent` that the link uses. */
export interface Frame {
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
  removeEventListener(type: "message", listener: (event: MessageEvent) => void): void;
  readonly parent: { postMessage(message: unknown, targetOrigin: string): void };
}

/** The open connection to the host page. */
export interface HostLink {
  /** Sends a message to the host; version and nonce are added. */
  send(message: HostMessage): void;
  /** Resolves with the host's first message, or with undefined after the time limit. */
  readonly init: Promise<Init | undefined>;
}

const announceEveryMs = 250;

/** Sends "ready" to the host until it answers with its `init` message, for at most `timeoutMs`. */
export function connectHost(launch: Launch, frame: Frame, timeoutMs = 10_000): HostLink {
  const send = (message: HostMessage): void =>
    frame.parent.postMessage({ ...message, v: 1, nonce: launch.nonce }, launch.org);

  const init = new Promise<Init | undefined>((resolve) => {
    const finish = (value: Init | undefined): void => {
      clearInterval(announcing);
      clearTimeout(giveUp);
      frame.removeEventListener("message", listener);
      resolve(value);
    };
    const listener = (event: MessageEvent): void => {
      if (event.origin !== launch.org || event.source !== frame.parent) return;
      const message = readInit(event.data, launch);
      if (message) finish(message);
    };
    frame.addEventListener("message", listener);
    const announcing = setInterval(() => send({ type: "ready" }), announceEveryMs);
    const giveUp = setTimeout(() => finish(undefined), timeoutMs);
    send({ type: "ready" });
  });
  return { send, init };
}
