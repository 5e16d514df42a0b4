import { createServer } from "node:http";
import { listen } from "@coconut-dynamics/sandbox-kit/listen";
import { createApp } from "./app.ts";
import { buildPage } from "./build-page.ts";
import { contentSecurityPolicy } from "./content-security-policy.ts";
import { type Dataverse, connectDataverse } from "./dataverse.ts";
import { importSolution } from "./package/solution.ts";

/** What the app shows, and where its rows come from. */
export interface DynamicsHostOptions {
  /** The solution, as it would be imported. Throws ImportError if it could not be. */
  readonly zip: Uint8Array;
  readonly dataverse: Dataverse;
  /** Default: a free one. */
  readonly port?: number;
  /** Where browsers find it, if a proxy stands before it; else its own address. */
  readonly origin?: string;
  /** Default: the policy of organisations that never changed the setting. */
  readonly contentSecurityPolicy?: "default" | "strict";
  /** Origins an administrator added to frame-src; only the strict policy has one. */
  readonly frameSources?: readonly string[];
  /** Address of the Temporal UI, linked from the header. */
  readonly temporalUi?: string;
  /** The address of an appointment's Workflow, by `activityid`; undefined if no Workflow wrote it. */
  readonly workflowUrl?: (activityId: string) => string | undefined | Promise<string | undefined>;
}

/** A running stand-in for the app; disposing ends it. */
export interface DynamicsHost extends AsyncDisposable {
  /** On this machine, without a slash at the end. */
  readonly url: string;
}

/**
 * Starts a stand-in for the model-driven app, with the solution imported. Throws an ImportError if it cannot be
 * imported.
 */
export async function startDynamicsHost(options: DynamicsHostOptions): Promise<DynamicsHost> {
  const solution = importSolution(options.zip);
  const server = createServer();
  const listening = await listen(server, { port: options.port });
  try {
    const app = createApp({
      solution,
      dataverse: connectDataverse(options.dataverse, options.origin ?? listening.url),
      page: await buildPage(),
      policy: contentSecurityPolicy(options.contentSecurityPolicy ?? "default", options.frameSources ?? []),
      temporalUi: options.temporalUi,
      workflowUrl: options.workflowUrl ?? (() => undefined),
    });
    server.on("request", app);
  } catch (error) {
    await listening[Symbol.asyncDispose]();
    throw error;
  }
  return listening;
}
