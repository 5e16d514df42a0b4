/**
 * Makes a function that answers true for the given fraction of its calls, the same ones for the same seed
 * on every machine.
 */
export function chanceOf({
  fraction = 1,
  seed = 0,
}: {
  readonly fraction?: number | undefined;
  readonly seed?: number | undefined;
}): () => boolean {
  let state = seed;
  return () => {
    if (fraction === 1) return true;
    // mulberry32
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296 < fraction;
  };
}
