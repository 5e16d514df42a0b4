/** The keys of the date grid. */
import { addDays, addMonths, startOfWeek } from "./calendar-days.ts";

/** The part of a KeyboardEvent that is looked at. */
export interface KeyPress {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

/**
 * The day to which a key moves the focus from `day`, as in the date picker of the WAI-ARIA Authoring Practices.
 * Returns undefined for a key that does not move it.
 */
export function dayAfterKey(press: KeyPress, day: string, firstWeekday: number): string | undefined {
  if (press.ctrlKey || press.altKey || press.metaKey) return undefined;
  switch (press.key) {
    case "ArrowLeft":
      return addDays(day, -1);
    case "ArrowRight":
      return addDays(day, 1);
    case "ArrowUp":
      return addDays(day, -7);
    case "ArrowDown":
      return addDays(day, 7);
    case "Home":
      return startOfWeek(day, firstWeekday);
    case "End":
      return addDays(startOfWeek(day, firstWeekday), 6);
    case "PageUp":
      return addMonths(day, press.shiftKey ? -12 : -1);
    case "PageDown":
      return addMonths(day, press.shiftKey ? 12 : 1);
    default:
      return undefined;
  }
}
