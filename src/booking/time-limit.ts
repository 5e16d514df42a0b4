/** A call to Temporal while it is away outlives its own deadline, so the clock here has the last word. */

export const tooLate = Symbol("too late");

export async function withinLimit<T>(call: Promise<T>, limitMs: number): Promise<T | typeof tooLate> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<typeof tooLate>((resolve) => {
    timer = setTimeout(() => resolve(tooLate), limitMs);
  });
  try {
    return await Promise.race([call, limit]);
  } finally {
    clearTimeout(timer);
    call.catch(() => undefined);
  }
}
