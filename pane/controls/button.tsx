import type { ComponentChildren, Ref } from "preact";

export interface ButtonProps {
  readonly children: ComponentChildren;
  readonly appearance?: "primary" | "secondary" | "subtle";
  readonly type?: "button" | "submit";
  /** Shows a spinner and ignores presses; the button stays focusable, so that nobody loses their place. */
  readonly busy?: boolean;
  /** Replaces the children while busy ("Booking…"). */
  readonly busyLabel?: string;
  readonly onClick?: (event: MouseEvent) => void;
  readonly id?: string;
  readonly ariaLabel?: string | undefined;
  readonly ariaDescribedBy?: string | undefined;
  readonly buttonRef?: Ref<HTMLButtonElement>;
}

export function Button(props: ButtonProps) {
  const { appearance = "secondary", type = "button", busy = false, busyLabel, onClick } = props;
  return (
    <button
      id={props.id}
      ref={props.buttonRef ?? null}
      type={type}
      class={`button button-${appearance}`}
      aria-disabled={busy || undefined}
      aria-label={props.ariaLabel}
      aria-describedby={props.ariaDescribedBy}
      onClick={(event) => {
        // Also keeps a busy submit button from submitting its form again.
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {busy && <span class="spinner-ring spinner-small" aria-hidden="true" />}
      <span>{busy ? (busyLabel ?? props.children) : props.children}</span>
    </button>
  );
}
