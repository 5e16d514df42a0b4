/** How long the cache keeps an answer. */
import { expect, test } from "vitest";
import { createCache } from "../../src/pane/http/cache.ts";
import { clock } from "./clock.ts";

test("an answer is kept for its time, a failure not at all", async () => {
  const { now, pass } = clock();
  const cache = createCache<number>({ now, ttlMs: 10, maxEntries: 2 });
  let asked = 0;
  const ask = async () => (asked += 1);
  expect(await Promise.all([cache.get("a", ask), cache.get("a", ask)])).toEqual([1, 1]);
  pass(10);
  expect(await cache.get("a", ask)).toBe(2);
  await expect(cache.get("b", () => Promise.reject(new Error("away")))).rejects.toThrow("away");
  expect(await cache.get("b", ask)).toBe(3);
  // A third one pushes out the oldest.
  await cache.get("c", ask);
  expect(await cache.get("a", ask)).toBe(5);
});
