import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { bundlePage } from "../../build.ts";
import { startBrowser } from "../../../tools/tests/browser/browser.ts";

export interface ControlPage extends AsyncDisposable {
  /** A new tab on the page, with the words of the query. */
  open(query?: Readonly<Record<string, string>>, width?: number): Promise<Page>;
}

/** Bundles one page as the pane is bundled, and serves it under the policy that the pane has. */
export async function startControlPage(entry: string): Promise<ControlPage> {
  const files = await bundlePage([
    { in: entry, out: "page" },
    { in: "pane/pane.css", out: "page" },
  ]);
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? "/", "http://localhost").pathname.slice(1);
    response.setHeader(
      "Content-Security-Policy",
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'",
    );
    response.setHeader("Content-Type", types.get(name) ?? "text/html; charset=utf-8");
    response.end(files.get(name) ?? shell);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const browser = await startBrowser({ partitioning: false });
  const context = await browser.newContext();
  return {
    async open(query = {}, width = 460) {
      const page = await context.newPage();
      await page.setViewportSize({ width, height: 640 });
      await page.goto(`http://127.0.0.1:${port}/?${new URLSearchParams(query)}`);
      return page;
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const types = new Map([
  ["page.js", "text/javascript; charset=utf-8"],
  ["page.css", "text/css; charset=utf-8"],
]);

const shell = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Control</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page.css">
<body><script type="module" src="/page.js"></script>`;
