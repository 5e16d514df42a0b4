import { createDelays, isFaultFor } from "@coconut-dynamics/sandbox-kit/faults";
import { expect, test } from "vitest";

const call = { method: "POST", path: "/leads?$top=1" };
/** Longer than any test runs. */
const dayMs = 86_400_000;

test.each([
  [{}, true],
  [{ path: "leads?$top" }, true],
  [{ path: "contacts" }, false],
  [{ method: "post" }, true],
  [{ method: "GET" }, false],
  [{ method: "POST", path: "contacts" }, false],
])("a fault of %o fits the call: %s", (fault, fits) => {
  expect(isFaultFor(fault, call)).toBe(fits);
});

test("a delay ends by itself", async () => {
  const delays = createDelays();
  await expect(delays.current()(1)).resolves.toBeUndefined();
});

test("calling off ends the waits under way, and those of faults that were taken before", async () => {
  const delays = createDelays();
  const delay = delays.current();
  const waiting = delay(dayMs);
  delays.callOff();
  await Promise.all([waiting, delay(dayMs)]);
});

test("after calling off, later faults wait again", async () => {
  const delays = createDelays();
  delays.callOff();
  const first = delays
    .current()(dayMs)
    .then(() => "delayed");
  expect(
    await Promise.race([
      first,
      delays
        .current()(1)
        .then(() => "short"),
    ]),
  ).toBe("short");
  delays.callOff();
  expect(await first).toBe("delayed");
});
