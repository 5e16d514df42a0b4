/** A list of terms and texts. */
import type { ComponentChildren } from "preact";

interface DescriptionListProps {
  readonly rows: readonly {
    readonly term: string;
    readonly text: ComponentChildren;
    /** A button or link: "Edit". */
    readonly action?: ComponentChildren;
  }[];
  /** Hides the row actions while the booking is locked; `visibility`, so that the text does not reflow. */
  readonly hideActions?: boolean;
}

/** Shows a term, its text and an action in each row. */
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
