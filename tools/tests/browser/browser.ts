/** A headless Chromium that treats its storage as people's browsers do. */
import { type Browser, chromium } from "playwright-core";
import { shared } from "../shared.ts";

export interface BrowserOptions {
  /** Default true, as in people's browsers; playwright's own default is the other one. */
  readonly partitioning?: boolean;
}

/** To close it ends what was opened by it, and no other test's pages. */
export async function startBrowser({ partitioning = true }: BrowserOptions = {}): Promise<Browser> {
  const servers = await shared("browsers");
  return chromium.connect(partitioning ? servers.partitioned : servers.unpartitioned);
}
