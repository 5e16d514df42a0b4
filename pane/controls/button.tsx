import type { ComponentChildren, Ref } from "preact";

/** The properties of a button. */
interface ButtonProps {
  readonly children: ComponentChildren;
  readonly appearance?: "primary" | "secondary" | "subtle";
  readonly type?: "button" | "submit";
  /** Shows a spinner and ignores presses. The button stays focusable, so that the keyboard focus is not lost. */
  readonly busy?: boolean;
  /** Replaces the children while busy ("Booking…"). */
  readonly busyLabel?: string;
  readonly onClick?: (event: MouseEvent) => void;
  readonly id?: string;
  readonly ariaLabel?: string | undefined;
  readonly ariaDescribedBy?: string | undefined;
  readonly buttonRef?: Ref<HTMLButtonElement>;
}

/** A button, as Fluent draws it. */
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
        // preventDefault, so that a busy submit button does not submit its form again.
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {busy && <span class="spinner-ring spinner-small" aria-hidden="true" />}
      <span>{busy ? (busyLabel ?? props.children) : props.children}</span>
    </button>
  );
}
