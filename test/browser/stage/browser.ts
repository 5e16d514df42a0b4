/** A headless Chromium that treats its storage as people's browsers do. */
import { type Browser, type BrowserServer, chromium, type LaunchOptions } from "playwright-core";
import { findChromium } from "../../../tools/chromium/find.mjs";

export interface BrowserOptions {
  /**
   * Whether frames of another site than the page's have storage and channels of their own, as in Chrome and Edge
   * since 115. Default true; playwright's own default is the other one.
   */
  readonly partitioning?: boolean;
}

const partitioningFeature = "ThirdPartyStoragePartitioning";

export async function startBrowser({ partitioning = true }: BrowserOptions = {}): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error("No browser was found; `npm test` says how to get one.");
  const options: LaunchOptions = {
    executablePath,
    args: [
      "--host-resolver-rules=MAP *.test 127.0.0.1",
      // Chromium's sandbox does not start for root.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ],
  };
  if (!partitioning) return chromium.launch(options);
  const { disabled, enabled } = await defaultFeatures(options);
  return chromium.launch({
    ...options,
    ignoreDefaultArgs: [disabled, enabled],
    args: [
      ...(options.args ?? []),
      disabled.replace(new RegExp(`${partitioningFeature},?`, "u"), ""),
      `${enabled},${partitioningFeature}`,
    ],
  });
}

/** Playwright leaves out a default argument only where it is given letter by letter, so a first browser is asked. */
async function defaultFeatures(options: LaunchOptions) {
  const server = await chromium.launchServer(options);
  const argumentOf = (name: string) => startArgument(server, name);
  const features = { disabled: argumentOf("--disable-features="), enabled: argumentOf("--enable-features=") };
  await server.close();
  if (!features.disabled.includes(partitioningFeature)) {
    throw new Error(`playwright-core no longer disables ${partitioningFeature}: simplify startBrowser`);
  }
  return features;
}

function startArgument(server: BrowserServer, name: string): string {
  return server.process().spawnargs.find((argument) => argument.startsWith(name)) ?? "";
}
