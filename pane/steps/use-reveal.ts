import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

const edge = 16;

/**
 * Brings into view what a choice has opened further down. Never out of sight meanwhile: its beginning, nor what the
 * keyboard is on, nor a heading that was just gone to. `byKeyboard: "stay"` moves nothing for the keyboard.
 */
export function useReveal(
  box: RefObject<HTMLElement | null>,
  cause: string | null,
  byKeyboard: "stay" | "follow",
): void {
  useEffect(() => {
    const opened = box.current;
    if (cause === null || opened === null) return;
    const focused = document.activeElement;
    const isByKeyboard = focused?.matches(":focus-visible") ?? true;
    if (isByKeyboard && byKeyboard === "stay") return;
    const kept = focused?.matches(":focus-visible, .step-title") ? focused : opened;
    const { bottom } = opened.getBoundingClientRect();
    const footer = Number.parseFloat(getComputedStyle(opened).scrollMarginBottom);
    const top = Math.min(bottom + footer - window.innerHeight, kept.getBoundingClientRect().top - edge);
    const isStill = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (top > 0) window.scrollBy({ top, behavior: isStill ? "instant" : "smooth" });
  }, [cause]);
}
