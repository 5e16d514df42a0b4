/** Moves the focus to the step's heading. Call it before the control that has the focus is removed. */
export function focusHeading(): void {
  document.querySelector<HTMLElement>(".step-title")?.focus();
}
