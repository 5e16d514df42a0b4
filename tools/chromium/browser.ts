/** A headless Chromium that treats its storage as people's browsers do. */
import { type Browser, chromium } from "playwright-core";
import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** Addresses. Set up once for all tests; undefined where no browser is found. */
    readonly browserServers: Readonly<Record<"partitioned" | "unpartitioned", string>> | undefined;
  }
}

export interface BrowserOptions {
  /** Default true, as in people's browsers; playwright's own default is the other one. */
  readonly partitioning?: boolean;
}

/** To close it ends what was opened by it, and no other test's pages. */
export async function startBrowser({ partitioning = true }: BrowserOptions = {}): Promise<Browser> {
  const servers = inject("browserServers");
  if (servers === undefined) throw new Error("No browser was found; `npm test` says how to get one.");
  return chromium.connect(partitioning ? servers.partitioned : servers.unpartitioned);
}
