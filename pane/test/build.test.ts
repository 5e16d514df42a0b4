/** How the page of the pane is bundled. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundlePage } from "../build.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "coconut-dynamics-page-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function bundleStyle(css: string): Promise<string | undefined> {
  const file = join(folder, "style.css");
  writeFileSync(file, css);
  return (await bundlePage([{ in: file, out: "style" }])).get("style.css");
}

test("the same sources give the same bytes", async () => {
  const entries = [
    { in: "pane/main.tsx", out: "pane" },
    { in: "pane/pane.css", out: "pane" },
  ];
  const first = await bundlePage(entries);
  expect([...first.keys()].toSorted()).toEqual(["pane.css", "pane.js"]);
  expect(await bundlePage(entries)).toEqual(first);
});

test("the script of the pane stays under 32 kB when it is compressed", async () => {
  const files = await bundlePage([{ in: "pane/main.tsx", out: "pane" }]);
  expect([...files.keys()]).toEqual(["pane.js"]);
  expect(gzipSync(files.get("pane.js") ?? "").length).toBeLessThan(32_000);
});

test("a style sheet comes with the Fluent variables it uses, in both themes", async () => {
  const css = await bundleStyle(
    "p { --own: 1px; color: var(--colorBrandBackground); margin: var(--own); font-size: var(--fontSizeBase300) }",
  );
  expect(css?.split("\n").slice(0, 3)).toEqual([
    ":root{color-scheme:light;--colorBrandBackground:#0f6cbd;--fontSizeBase300:14px}",
    ":root[data-theme=dark]{color-scheme:dark;--colorBrandBackground:#115ea3}",
    "@media (prefers-color-scheme:dark){:root:not([data-theme]){color-scheme:dark;--colorBrandBackground:#115ea3}}",
  ]);
});

test("a variable that no theme has fails the build, by its name", async () => {
  await expect(bundleStyle("p { color: var(--colorBrandBakground) }")).rejects.toThrow(
    /style\.css uses --colorBrandBakground/,
  );
});
