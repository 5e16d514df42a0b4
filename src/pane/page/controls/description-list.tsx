import type { ComponentChildren } from "preact";

export interface DescriptionListProps {
  readonly rows: readonly {
    readonly term: string;
    readonly text: ComponentChildren;
    /** A button or link: "Edit". */
    readonly action?: ComponentChildren;
  }[];
}

export function DescriptionList({ rows }: DescriptionListProps) {
  return (
    <dl class="facts">
      {rows.map(({ term, text, action }) => (
        <div class="fact" key={term}>
          <dt class="fact-term">{term}</dt>
          <dd class="fact-text">{text}</dd>
          {action !== undefined && <dd class="fact-action">{action}</dd>}
        </div>
      ))}
    </dl>
  );
}
