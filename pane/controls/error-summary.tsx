/** The list of errors at the top of a step. */
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "./icons.tsx";

interface ErrorSummaryProps {
  readonly title: string;
  /** `href` is "#" and the id of a control or of an element that holds one. */
  readonly items: readonly { readonly href: string; readonly text: string }[];
  /** Each new value moves the focus to the summary; without it the focus is not moved. */
  readonly focusKey?: number;
}

/** Links to each control that has an error. Shows nothing if there is none. */
export function ErrorSummary({ title, items, focusKey }: ErrorSummaryProps) {
  const box = useRef<HTMLDivElement>(null);
  // Not when the items change: an error that comes back while somebody types must not take the focus from the field.
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
                  // The fragment of the page's address holds its launch, so a link must not change it.
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

/** What is focused inside a linked element: the first of these selectors that finds something. */
const focusTargets = [
  "input:checked",
  '[tabindex="0"]',
  'input:not([type="search"])',
  "input, select, textarea, button",
] as const;

function focusControl(id: string): void {
  const target = document.getElementById(id);
  if (target === null) return;
  const inside = focusTargets.map((selector) => target.querySelector<HTMLElement>(selector)).find(Boolean);
  (inside ?? target).focus();
}
