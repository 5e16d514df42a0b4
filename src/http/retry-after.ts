/** No system that asks for a pause is believed to mean a longer one: a wrong clock or year must not stop us for ever. */
const longestPauseMs = 60 * 60_000;

/**
 * Milliseconds from a Retry-After header, seconds or an HTTP date (RFC 9110, 10.2.3): 0 to an hour. Undefined where there
 * is no such header or it cannot be read.
 */
export function readRetryAfterMs(header: string | undefined, now: Date): number | undefined {
  const text = header?.trim() ?? "";
  if (text === "") return undefined;
  const isSeconds = /^-?\d+(?:\.\d+)?$/.test(text);
  const ms = isSeconds ? Number(text) * 1000 : Date.parse(text) - now.getTime();
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(0, ms), longestPauseMs);
}
