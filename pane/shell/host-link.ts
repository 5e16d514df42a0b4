import type { Launch } from "./launch.ts";
import { readInit } from "./host-messages.ts";
import type { Init, HostMessage } from "./host-messages.ts";

/** The few things of `window` and `window.parent` that the link needs. */
export interface Frame {
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
  removeEventListener(type: "message", listener: (event: MessageEvent) => void): void;
  readonly parent: { postMessage(message: unknown, targetOrigin: string): void };
}

export interface HostLink {
  send(message: HostMessage): void;
  /** Resolves with the host's first word, or with undefined when it never came. */
  readonly init: Promise<Init | undefined>;
}

const announceEveryMs = 250;

/** Tells the host that we are here until it answers, for at most `patienceMs`. */
export function connectHost(launch: Launch, frame: Frame, patienceMs = 10_000): HostLink {
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
    const giveUp = setTimeout(() => finish(undefined), patienceMs);
    send({ type: "ready" });
  });
  return { send, init };
}
