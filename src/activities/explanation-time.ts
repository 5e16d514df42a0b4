/** How long an Activity that has failed may ask Dynamics what its failure means. */
import { setTimeout as delay } from "node:timers/promises";

/** An Activity has 15 s, of which the refused request took some. */
const limitMs = 3_000;

/** What was asked for, if it is there within 3 s. @throws Error what the question throws, or that there was no answer */
export async function withinExplanationTime<T>(asked: Promise<T>): Promise<T> {
  const settled = new AbortController();
  const late = delay(limitMs, undefined, { signal: settled.signal }).then(() => {
    throw new Error(`no answer within ${limitMs / 1000} s`);
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    settled.abort();
    late.catch(() => undefined);
  }
}
