import { useEffect, useRef } from "preact/hooks";
import { Icon } from "./icons.tsx";

export interface ErrorSummaryProps {
  readonly title: string;
  /** `href` is "#" and the id of a control or fieldset. */
  readonly items: readonly { readonly href: string; readonly text: string }[];
  /** A new value takes the focus to the summary again; leave it out and the focus stays. */
  readonly focusKey?: number;
}

export function ErrorSummary({ title, items, focusKey }: ErrorSummaryProps) {
  const box = useRef<HTMLDivElement>(null);
  // Only a new key: an error that comes back while somebody types must not take them away from the field.
  useEffect(() => {
    if (focusKey !== undefined) box.current?.focus();
  }, [focusKey]);
  if (items.length === 0) return null;
  return (
    <div class="message message-error" role="alert" tabIndex={-1} ref={box}>
      <Icon name="error" />
      <div class="message-text">
        <strong class="message-title">{title}</strong>
        <ul class="error-links">
          {items.map(({ href, text }) => (
            <li key={href}>
              <a
                class="link"
                href={href}
                onClick={(event) => {
                  // The fragment of this page is its launch: it must stay what it is.
                  event.preventDefault();
                  focusControl(href.slice(1));
                }}
              >
                {text}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

/** Where the focus goes within what a link names: the best of these that is there. */
const wanted = [
  "input:checked",
  '[tabindex="0"]',
  'input:not([type="search"])',
  "input, select, textarea, button",
] as const;

function focusControl(id: string): void {
  const target = document.getElementById(id);
  if (target === null) return;
  const inside = wanted.map((selector) => target.querySelector<HTMLElement>(selector)).find(Boolean);
  (inside ?? target).focus();
}
