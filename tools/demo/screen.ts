/** Where the demo prints: how wide it is, and which escape codes it understands. */
import { styleText } from "node:util";

/** What the demo knows of the terminal, or the file, that it prints to. */
export interface Screen {
  /** In characters, from 80 to 120. */
  readonly columns: number;
  readonly hasColor: boolean;
  /** Whether words can be made links by OSC 8 escape codes. */
  readonly hasLinks: boolean;
}

type Style = Parameters<typeof styleText>[0];

/** Finds out what can be printed to. What is no terminal gets 80 columns and no escape codes; NO_COLOR forbids them. */
export function readScreen(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  env: NodeJS.ProcessEnv,
): Screen {
  if (stream.isTTY !== true) return { columns: 80, hasColor: false, hasLinks: false };
  const columns = Math.min(Math.max(stream.columns ?? 80, 80), 120);
  const hasColor = !env["NO_COLOR"] && env["TERM"] !== "dumb";
  return { columns, hasColor, hasLinks: hasColor && knowsLinks(env) };
}

/** Terminals are not asked: these name themselves in the environment, and all of them have OSC 8. */
function knowsLinks(env: NodeJS.ProcessEnv): boolean {
  const { TERM = "", TERM_PROGRAM = "", VTE_VERSION = "0", WT_SESSION } = env;
  return (
    /^(iTerm\.app|vscode|WezTerm|ghostty)$/.test(TERM_PROGRAM) ||
    /kitty|alacritty|foot/.test(TERM) ||
    Number(VTE_VERSION) >= 5000 ||
    WT_SESSION !== undefined
  );
}

/** The words in a style of `util.styleText` where the screen has colours, else as they are. */
export function paint({ hasColor }: Screen, style: Style, words: string): string {
  return hasColor ? styleText(style, words, { validateStream: false }) : words;
}

/** The words as a link where the screen has links, else the words alone. */
export function link({ hasLinks }: Screen, words: string, url: string | undefined): string {
  return hasLinks && url !== undefined ? `\u001B]8;;${url}\u0007${words}\u001B]8;;\u0007` : words;
}

/** Breaks between words, never within one. The first line begins with `first`, the others as far to the right. */
export function wrap({ columns }: Screen, words: string, first: string): string {
  const lines: string[] = [];
  for (const word of words.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && first.length + last.length + 1 + word.length <= columns) {
      lines.push(`${lines.pop()} ${word}`);
    } else lines.push(word);
  }
  return lines.map((line, index) => (index === 0 ? first : " ".repeat(first.length)) + line).join("\n");
}
