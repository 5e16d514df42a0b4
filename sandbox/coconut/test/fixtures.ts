/** `test` with a stand-in whose webhooks go to a receiver; both are started by the tests that ask for one of them. */
import { test as base } from "vitest";
import type { CoconutSandbox } from "../src/server.ts";
import { type Receiver, startReceiver } from "./receiver.ts";
import { startSandbox } from "./requests.ts";

interface Fixtures {
  receiver: Receiver;
  sandbox: CoconutSandbox;
}

export const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- how Vitest is told that a fixture needs no other
  receiver: async ({}, use) => {
    await using receiver = await startReceiver();
    await use(receiver);
  },
  sandbox: async ({ receiver }, use) => {
    await using sandbox = await startSandbox(receiver);
    await use(sandbox);
  },
});
