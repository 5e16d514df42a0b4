/** Markup that is safe to send. Only `html` makes it, so whatever is not markup has been escaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export function html(strings: TemplateStringsArray, ...parts: readonly (Html | string)[]): Html {
  return new Html(String.raw({ raw: strings }, ...parts.map(render)));
}

function render(part: Html | string): string {
  if (part instanceof Html) return part.text;
  return part.replaceAll(/[&<>"']/gu, (character) => `&#${character.codePointAt(0)};`);
}
