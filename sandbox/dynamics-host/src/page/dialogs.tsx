import { useEffect, useRef } from "preact/hooks";
import { Icon } from "./app/icons.tsx";
import { useObservable } from "./app/observable.ts";
import type { Shell } from "./parts/shell-parts.ts";
import { WebResourceFrame } from "./web-resource-frame.tsx";
import type { Dialog } from "./xrm/navigation.ts";

/** The open dialogs of Xrm.Navigation. */
export function Dialogs({ shell }: { readonly shell: Shell }) {
  const dialogs = useObservable(shell.navigation.dialogs);
  return dialogs.map((dialog, index) => <OneDialog key={index} shell={shell} dialog={dialog} />);
}

function OneDialog({ shell, dialog }: { readonly shell: Shell; readonly dialog: Dialog }) {
  const { words } = shell;
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => element.current?.showModal(), []);
  const isAtSide = dialog.kind === "page" && dialog.isAtSide;
  return (
    <dialog
      ref={element}
      class={isAtSide ? "at-side" : `${dialog.kind}-dialog`}
      aria-label={dialog.title}
      style={dialog.kind === "page" ? { width: dialog.width } : {}}
      onCancel={() => dialog.close(false)}
    >
      <div class="pane-header">
        <h2>{dialog.title}</h2>
        <button
          type="button"
          class="icon-button"
          aria-label={words.close}
          onClick={() => dialog.close(false)}
        >
          <Icon name="close" />
        </button>
      </div>
      {dialog.kind === "page" ? (
        <WebResourceFrame page={dialog.page} title={dialog.title} />
      ) : (
        <>
          <p>{dialog.text}</p>
          <div class="dialog-actions">
            <button type="button" class="primary" onClick={() => dialog.close(true)}>
              {dialog.confirmLabel ?? words.ok}
            </button>
            {dialog.canCancel && (
              <button type="button" onClick={() => dialog.close(false)}>
                {words.cancel}
              </button>
            )}
          </div>
        </>
      )}
    </dialog>
  );
}
