/** `npm run build:page`: bundles the pane and its login window into dist/page/. */
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Theme, webDarkTheme, webLightTheme } from "@fluentui/tokens";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const target = join(root, "dist/page");

const entryPoints = [
  { in: "pane/main.tsx", out: "pane" },
  { in: "pane/pane.css", out: "pane" },
  { in: "pane/login-window/main.ts", out: "login" },
  { in: "pane/login-window/login.css", out: "login" },
];

/** Builds the page. The same sources give the same bytes. Throws esbuild's error, which names file and line. */
export async function buildPage(): Promise<void> {
  const files = await bundlePage(entryPoints);
  mkdirSync(target, { recursive: true });
  for (const [name, text] of files) {
    // Renamed, so that a server that reads the file meanwhile, in another run of the tests, never reads half of it.
    const draft = join(target, `${name}.${process.pid}`);
    writeFileSync(draft, text);
    renameSync(draft, join(target, name));
  }
}

/** Bundles each entry; returns file name → text. Style sheets include the Fluent variables that they use. */
export async function bundlePage(
  entries: readonly { readonly in: string; readonly out: string }[],
): Promise<Map<string, string>> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [...entries],
    outdir: target,
    write: false,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    jsxImportSource: "preact",
    charset: "utf8",
    legalComments: "none",
    logLevel: "silent",
  });
  return new Map(
    outputFiles.map(({ path, text }) => {
      const name = basename(path);
      return [name, name.endsWith(".css") ? withFluentTokens(text, name) : text];
    }),
  );
}

/** Light is the default; dark is used with `data-theme=dark`, or if the system is dark and the page names no theme. */
function withFluentTokens(css: string, file: string): string {
  const own = new Set(Array.from(css.matchAll(/[{;](--[\w-]+):/g), ([, name]) => name));
  const used = new Set(Array.from(css.matchAll(/var\((--[\w-]+)/g), ([, name]) => name ?? ""));
  const names = [...used].filter((name) => !own.has(name)).toSorted();
  const unknown = names.filter((name) => valueIn(webLightTheme, name) === undefined);
  if (unknown.length > 0) {
    throw new Error(
      `${file} uses ${unknown.join(", ")}, which no Fluent theme has. Correct the name, or define the variable in a style sheet.`,
    );
  }
  const darker = names.filter((name) => valueIn(webDarkTheme, name) !== valueIn(webLightTheme, name));
  const dark = `color-scheme:dark;${declarations(darker, webDarkTheme)}`;
  return (
    `:root{color-scheme:light;${declarations(names, webLightTheme)}}\n` +
    `:root[data-theme=dark]{${dark}}\n` +
    `@media (prefers-color-scheme:dark){:root:not([data-theme]){${dark}}}\n${css}`
  );
}

function declarations(names: readonly string[], theme: Theme): string {
  return names.map((name) => `${name}:${valueIn(theme, name)}`).join(";");
}

function valueIn(theme: Theme, name: string): string | number | undefined {
  return theme[name.slice("--".length) as keyof Theme];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildPage();
