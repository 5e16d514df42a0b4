import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/**
 * Brings into view what a choice has opened further down. Not for the keyboard: there the control that has the
 * focus must stay where it is.
 */
export function useReveal(box: RefObject<HTMLElement | null>, cause: string | null): void {
  useEffect(() => {
    const isByKeyboard = document.activeElement?.matches(":focus-visible") ?? true;
    if (cause !== null && !isByKeyboard) box.current?.scrollIntoView({ block: "nearest" });
  }, [cause]);
}
