import { useState } from "preact/hooks";
import { Icon, type IconName } from "./app/icons.tsx";
import { useObservable } from "./app/observable.ts";
import { addressOf } from "./app/route.ts";
import type { Shell } from "./parts/shell-parts.ts";
import { type Table, tables } from "./app/tables.ts";

const entries = [
  { table: tables.lead, icon: "lead", label: "leads" },
  { table: tables.contact, icon: "contact", label: "contacts" },
] as const;

/** The navigation at the left, narrowed to icons by its button or while a side pane is open. */
export function SiteMap({ shell }: { readonly shell: Shell }) {
  const { words } = shell;
  const page = useObservable(shell.router.page);
  const panes = useObservable(shell.sidePanes.state);
  const [isNarrow, setIsNarrow] = useState<boolean>();
  const narrow = isNarrow ?? panes.isExpanded;
  return (
    <nav class={narrow ? "site-map narrow" : "site-map"} aria-label={words.siteMap}>
      <button
        type="button"
        class="icon-button"
        title={words.siteMap}
        aria-label={words.siteMap}
        aria-expanded={!narrow}
        onClick={() => setIsNarrow(!narrow)}
      >
        <Icon name="menu" />
      </button>
      <p class="site-map-group">{words.customers}</p>
      {entries.map(({ table, icon, label }) => (
        <Entry
          key={label}
          shell={shell}
          table={table}
          icon={icon}
          label={words[label]}
          isCurrent={page.table === table}
        />
      ))}
    </nav>
  );
}

interface EntryProps {
  readonly shell: Shell;
  readonly table: Table;
  readonly icon: IconName;
  readonly label: string;
  readonly isCurrent: boolean;
}

function Entry({ shell, table, icon, label, isCurrent }: EntryProps) {
  return (
    <a
      class="site-map-entry"
      href={addressOf({ kind: "list", table })}
      title={label}
      aria-current={isCurrent ? "page" : undefined}
      onClick={(event) => {
        event.preventDefault();
        shell.router.open({ kind: "list", table });
      }}
    >
      <Icon name={icon} />
      <span>{label}</span>
    </a>
  );
}
