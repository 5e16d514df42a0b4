/** Where the focus goes when the control that had it is about to leave the page. */
export function focusHeading(): void {
  document.querySelector<HTMLElement>(".step-title")?.focus();
}
