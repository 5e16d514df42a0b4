import type { Page } from "playwright-core";

/**
 * Does what makes a window close itself, and waits until it has. A press or click is answered after its effect, by a
 * window that may be gone by then: what it says counts only where the window stays.
 */
export async function closesItself(window: Page, act: () => Promise<unknown>): Promise<void> {
  const closed = window.waitForEvent("close");
  const failure = act().then(
    () => undefined,
    (error: unknown) => error,
  );
  try {
    await closed;
  } catch (stays) {
    throw (await failure) ?? stays;
  }
}
