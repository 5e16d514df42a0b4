import { Icon } from "./app/icons.tsx";
import { useObservable } from "./app/observable.ts";
import type { Shell } from "./parts/shell-parts.ts";

/** The message bars of Xrm.App.addGlobalNotification. */
export function Notices({ shell }: { readonly shell: Shell }) {
  const notices = useObservable(shell.notifications.list);
  return (
    <div class="notices" aria-live="polite">
      {notices.map(({ id, level, message, canClose, action }) => (
        <div key={id} class={`notice ${level}`}>
          <Icon name="info" />
          <span>{message}</span>
          {action?.actionLabel !== undefined && (
            <button type="button" class="link" onClick={() => action.eventHandler?.()}>
              {action.actionLabel}
            </button>
          )}
          {canClose && (
            <button
              type="button"
              class="icon-button"
              aria-label={shell.words.close}
              onClick={() => void shell.notifications.clear(id)}
            >
              <Icon name="close" />
            </button>
          )}
        </div>
      ))}
    </div>
  );
}
