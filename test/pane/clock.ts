/** A clock that moves when a test says so, in ms. */
export function clock() {
  let time = 1_000_000;
  return { now: () => time, pass: (ms: number) => void (time += ms) };
}
