import { fileURLToPath } from "node:url";
import { webDarkTheme, webLightTheme } from "@fluentui/tokens";
import { build } from "esbuild";

/** The files of the page, by their name under /stand-in/. */
export type BuiltPage = Readonly<Record<string, { readonly contentType: string; readonly text: string }>>;

/** The browser's side, bundled anew at every start: nothing of it is kept. */
export async function buildPage(): Promise<BuiltPage> {
  const { outputFiles } = await build({
    entryPoints: ["shell.tsx", "styles/shell.css"].map(pathOf),
    outdir: "/",
    entryNames: "[name]",
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    jsxImportSource: "preact",
    logLevel: "silent",
  });
  const textOf = (name: string) => outputFiles.find(({ path }) => path.endsWith(name))?.text ?? "";
  const styles = textOf("shell.css");
  return {
    "shell.js": { contentType: "text/javascript; charset=utf-8", text: textOf("shell.js") },
    "shell.css": { contentType: "text/css; charset=utf-8", text: tokensOf(styles) + styles },
    "form-scripts.html": {
      contentType: "text/html; charset=utf-8",
      text: "<!doctype html><meta charset=utf-8><title>Form scripts</title>",
    },
  };
}

function pathOf(name: string): string {
  return fileURLToPath(new URL(`./page/${name}`, import.meta.url));
}

/** Those of Fluent's design tokens that the styles use, for both themes. */
function tokensOf(styles: string): string {
  const used = new Set([...styles.matchAll(/var\(--([a-zA-Z]\w+)\)/g)].map(([, name]) => name));
  const declare = (theme: object) =>
    Object.entries(theme)
      .filter(([name]) => used.has(name))
      .map(([name, value]) => `--${name}:${String(value)};`)
      .join("");
  return `:root{${declare(webLightTheme)}}[data-theme=dark]{${declare(webDarkTheme)}}\n`;
}
