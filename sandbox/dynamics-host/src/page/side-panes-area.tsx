import { Icon, WebResourceIcon } from "./app/icons.tsx";
import { useObservable } from "./app/observable.ts";
import type { Shell } from "./parts/shell-parts.ts";
import { WebResourceFrame } from "./web-resource-frame.tsx";
import type { PaneState } from "./xrm/side-panes.ts";

/** The panes beside the page, and the rail to choose among them. */
export function SidePanesArea({ shell }: { readonly shell: Shell }) {
  const { sidePanes, words } = shell;
  const { panes, selectedId, isExpanded } = useObservable(sidePanes.state);
  if (panes.length === 0) return null;
  const isShown = (pane: PaneState) => isExpanded && pane.id === selectedId && !pane.isHidden;
  return (
    <aside class="side-panes" aria-label={words.sidePanes}>
      {panes.map((pane) => (
        <Pane key={pane.id} shell={shell} pane={pane} isShown={isShown(pane)} />
      ))}
      <div class="rail" role="tablist" aria-orientation="vertical" aria-label={words.sidePanes}>
        {panes
          .filter((pane) => !pane.isHidden)
          .map((pane) => (
            <button
              key={pane.id}
              type="button"
              role="tab"
              aria-selected={isShown(pane)}
              aria-label={pane.title}
              title={pane.title}
              onClick={() => (isShown(pane) ? sidePanes.collapse() : sidePanes.select(pane.id))}
            >
              {pane.imageSrc === undefined ? <Icon name="info" /> : <WebResourceIcon name={pane.imageSrc} />}
              {pane.badge !== false && <span class="dot">{pane.badge === true ? "" : pane.badge}</span>}
            </button>
          ))}
      </div>
    </aside>
  );
}

function Pane({ shell, pane, isShown }: { shell: Shell; pane: PaneState; isShown: boolean }) {
  if (!isShown && !pane.alwaysRender) return null;
  return (
    <section
      class="pane"
      data-pane={pane.id}
      aria-label={pane.title}
      hidden={!isShown}
      style={{ width: `${pane.width}px` }}
    >
      {!pane.isHeaderHidden && (
        <div class="pane-header">
          <h2>{pane.title}</h2>
          {pane.canClose && (
            <button
              type="button"
              class="icon-button"
              aria-label={shell.words.close}
              title={shell.words.close}
              onClick={() => shell.sidePanes.close(pane.id)}
            >
              <Icon name="close" />
            </button>
          )}
        </div>
      )}
      {pane.page && <WebResourceFrame page={pane.page} title={pane.title} />}
    </section>
  );
}
