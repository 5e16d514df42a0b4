import type { ComponentChildren } from "preact";

export interface DescriptionListProps {
  readonly rows: readonly {
    readonly term: string;
    readonly text: ComponentChildren;
    /** A button or link: "Edit". */
    readonly action?: ComponentChildren;
  }[];
  /** Out of reach for a while; they leave their room, else every text would move. */
  readonly hideActions?: boolean;
}

export function DescriptionList({ rows, hideActions = false }: DescriptionListProps) {
  return (
    <dl class="facts">
      {rows.map(({ term, text, action }) => (
        <div class="fact" key={term}>
          <dt class="fact-term">{term}</dt>
          <dd class="fact-text">{text}</dd>
          {action !== undefined && (
            <dd class={hideActions ? "fact-action fact-away" : "fact-action"}>{action}</dd>
          )}
        </div>
      ))}
    </dl>
  );
}
