import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";

export interface DescriptionListProps {
  readonly rows: readonly {
    readonly term: string;
    readonly text: ComponentChildren;
    /** A button or link: "Edit". */
    readonly action?: ComponentChildren;
  }[];
}

export function DescriptionList({ rows }: DescriptionListProps) {
  // Actions that are taken away for a while leave their room, else every text would move.
  const kept = useRef<readonly ComponentChildren[]>([]);
  if (rows.some(({ action }) => action !== undefined)) kept.current = rows.map(({ action }) => action);
  return (
    <dl class="facts">
      {rows.map(({ term, text, action }, index) => {
        const shown = action ?? kept.current[index];
        return (
          <div class="fact" key={term}>
            <dt class="fact-term">{term}</dt>
            <dd class="fact-text">{text}</dd>
            {shown !== undefined && (
              <dd class={action === undefined ? "fact-action fact-away" : "fact-action"}>{shown}</dd>
            )}
          </div>
        );
      })}
    </dl>
  );
}
