/**
 * Vitest's global set-up: starts what several test files share (see shared.ts) when the first of them asks, so that a
 * file that needs none of it starts none. It listens on loopback and answers `GET /<name>` with the address in JSON.
 */
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildPage } from "@coconut-dynamics/pane/build";
import { bundleWorkflowCode, DefaultLogger } from "@temporalio/worker";
import type { TestProject } from "vitest/node";
import { startBrowserServers } from "../chromium/browser-server.ts";
import { type Cleanup, createCleanup } from "../cleanup.ts";
import { startDevServer } from "../temporal/dev-server.ts";
import type { Shared } from "./shared.ts";

type Starters = { readonly [Name in keyof Shared]: (cleanup: Cleanup) => Promise<Shared[Name]> };

const starters: Starters = {
  async temporal(cleanup) {
    return process.env["TEMPORAL_ADDRESS"] || cleanup.use(await startDevServer()).address;
  },
  async workflowBundle(cleanup) {
    const folder = mkdtempSync(join(tmpdir(), "coconut-dynamics-"));
    cleanup.defer(() => rmSync(folder, { recursive: true, force: true }));
    const path = join(folder, "workflow-bundle.js");
    const { code } = await bundleWorkflowCode({
      workflowsPath: fileURLToPath(new URL("../../src/workflows", import.meta.url)),
      logger: new DefaultLogger("WARN"),
    });
    writeFileSync(path, code);
    return path;
  },
  async browsers(cleanup) {
    const servers = await startBrowserServers();
    if (servers === undefined) throw new Error("No browser was found; `npm test` says how to get one.");
    cleanup.use(servers);
    return { partitioned: servers.partitioned, unpartitioned: servers.unpartitioned };
  },
  async page() {
    await buildPage();
    return "built";
  },
};

/** The first project of a run that is set up answers for all of them. */
const address = "COCONUT_DYNAMICS_TESTS_SHARE";

export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const running = process.env[address];
  if (running !== undefined) {
    project.provide("shared", running);
    return undefined;
  }
  const cleanup = createCleanup();
  const started = new Map<string, Promise<unknown>>();
  const start = (name: keyof Shared) => {
    const one = started.get(name) ?? starters[name](cleanup);
    started.set(name, one);
    return one;
  };
  const server = createServer((request, response) => {
    const name = request.url?.slice(1) ?? "";
    if (!Object.hasOwn(starters, name)) return void response.writeHead(404).end();
    start(name as keyof Shared).then(
      (value) => response.end(JSON.stringify(value)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  process.env[address] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  project.provide("shared", process.env[address]);
  return async () => {
    delete process.env[address];
    server.close();
    server.closeAllConnections();
    await Promise.allSettled(started.values());
    await cleanup[Symbol.asyncDispose]();
  };
}
