/** The Chromiums that all tests share: each test connects, and what it opened goes away with its connection. */
import { type BrowserServer, chromium, type LaunchOptions } from "playwright-core";
import { findChromium } from "./find.mjs";

export interface BrowserServers extends AsyncDisposable {
  /** Frames of another site than the page's have storage and channels of their own, as in Chrome and Edge since 115. */
  readonly partitioned: string;
  /** Playwright's own default. */
  readonly unpartitioned: string;
}

const partitioningFeature = "ThirdPartyStoragePartitioning";

/** Their addresses, for `chromium.connect`; undefined where no browser is found. */
export async function startBrowserServers(): Promise<BrowserServers | undefined> {
  const executablePath = findChromium();
  if (executablePath === undefined) return undefined;
  const options: LaunchOptions = {
    executablePath,
    args: [
      "--host-resolver-rules=MAP *.test 127.0.0.1",
      // Chromium's sandbox does not start for root.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ],
  };
  const unpartitioned = await chromium.launchServer({ ...options, host: "127.0.0.1" });
  const { ignoreDefaultArgs, args } = partitioningArguments(unpartitioned);
  const partitioned = await chromium.launchServer({
    ...options,
    host: "127.0.0.1",
    ignoreDefaultArgs,
    args: [...(options.args ?? []), ...args],
  });
  return {
    partitioned: partitioned.wsEndpoint(),
    unpartitioned: unpartitioned.wsEndpoint(),
    async [Symbol.asyncDispose]() {
      await Promise.all([partitioned.close(), unpartitioned.close()]);
    },
  };
}

/** Playwright leaves out a default argument only where it is given letter by letter, so one that runs is asked. */
function partitioningArguments(server: BrowserServer) {
  const argumentOf = (name: string) =>
    server.process().spawnargs.find((argument) => argument.startsWith(name)) ?? "";
  const [disabled, enabled] = [argumentOf("--disable-features="), argumentOf("--enable-features=")];
  if (!disabled.includes(partitioningFeature)) {
    throw new Error(`playwright-core no longer disables ${partitioningFeature}: simplify this`);
  }
  return {
    ignoreDefaultArgs: [disabled, enabled],
    args: [
      disabled.replace(new RegExp(`${partitioningFeature},?`, "u"), ""),
      `${enabled},${partitioningFeature}`,
    ],
  };
}
