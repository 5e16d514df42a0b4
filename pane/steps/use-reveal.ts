/** Scrolls to what a choice has added further down. */
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/** Space left above what must stay in view. */
const marginPx = 16;

/**
 * Scrolls until the end of `box` is in view, each time `cause` changes to another value than null. It stops before the
 * beginning of the box, the control that has the keyboard focus, or a heading that was just focused would leave the
 * view. With `byKeyboard: "stay"` it does nothing while the keyboard is used.
 */
export function useReveal(
  box: RefObject<HTMLElement | null>,
  cause: string | null,
  byKeyboard: "stay" | "follow",
): void {
  useEffect(() => {
    const added = box.current;
    if (cause === null || added === null) return;
    const focused = document.activeElement;
    const isByKeyboard = focused?.matches(":focus-visible") ?? true;
    if (isByKeyboard && byKeyboard === "stay") return;
    const keptInView = focused?.matches(":focus-visible, .step-title") ? focused : added;
    const { bottom } = added.getBoundingClientRect();
    const footerHeight = Number.parseFloat(getComputedStyle(added).scrollMarginBottom);
    const top = Math.min(
      bottom + footerHeight - window.innerHeight,
      keptInView.getBoundingClientRect().top - marginPx,
    );
    const prefersNoMotion = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (top > 0) window.scrollBy({ top, behavior: prefersNoMotion ? "instant" : "smooth" });
  }, [cause]);
}
