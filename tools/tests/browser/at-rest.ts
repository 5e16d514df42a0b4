import type { Page } from "playwright-core";

/** What runs for ever shows that something is awaited. A text: not everybody who imports this knows the DOM's types. */
const untilStill = `(async () => {
  const ending = () =>
    document
      .getAnimations()
      .filter(({ playState, effect }) => playState === "running" && effect.getComputedTiming().endTime !== Infinity);
  for (let moving = ending(); moving.length > 0; moving = ending()) {
    await Promise.allSettled(moving.map(({ finished }) => finished));
  }
})()`;

/** Waits until nothing moves or fades any more, in the page and its frames: before that no colour or place is final. */
export async function atRest(page: Page): Promise<void> {
  for (const frame of page.frames()) await frame.evaluate(untilStill);
}
