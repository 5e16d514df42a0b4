/** Markup that is safe to send. Only `html` makes it, so whatever is not markup has been escaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | number | readonly Html[];

export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const [first = "", ...rest] = strings;
  return new Html(first + rest.map((string, index) => `${render(parts[index] ?? "")}${string}`).join(""));
}

function render(part: Part): string {
  if (part instanceof Html) return part.text;
  if (typeof part === "object") return part.map((item) => item.text).join("");
  return String(part).replaceAll(/[&<>"']/gu, (character) => `&#${character.codePointAt(0)};`);
}
