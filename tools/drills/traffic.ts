/** What the product asked of Dynamics, by the log of the stand-in. */
import type { LoggedRequest } from "./dynamics.ts";
import { count } from "./sender.ts";

/** A request that changed a row of appointments. */
export interface Write {
  readonly atMs: number;
  readonly activityId: string;
}

/** Adds up requests as they are read from the log. */
export interface Traffic {
  /** By status; "no answer" where the stand-in dropped the connection. */
  readonly answers: ReadonlyMap<string, number>;
  readonly writes: readonly Write[];
  add(requests: readonly LoggedRequest[]): void;
  total(): number;
  /** The most requests within one second that began between the two times (milliseconds since 1970). */
  peakPerSecond(fromMs?: number, toMs?: number): number;
  /** How many began between the two times, and how many of them were refused with 429. */
  between(fromMs: number, toMs: number): { readonly requests: number; readonly refused: number };
}

/** Begins with no requests. */
export function createTraffic(): Traffic {
  const answers = new Map<string, number>();
  const writes: Write[] = [];
  const seconds = new Map<number, { requests: number; refused: number }>();
  let all = 0;

  function addOne(request: LoggedRequest): void {
    const atMs = Date.parse(request.at);
    all += 1;
    count(answers, request.status === null ? "no answer" : String(request.status));
    const second = seconds.get(Math.floor(atMs / 1000)) ?? { requests: 0, refused: 0 };
    second.requests += 1;
    if (request.status === 429) second.refused += 1;
    seconds.set(Math.floor(atMs / 1000), second);
    const operations = request.operations.length > 0 ? request.operations : [request];
    const written = operations.flatMap(({ method, path, status }) => {
      const isWrite = method === "PATCH" && status !== null && status < 300;
      return (isWrite && /appointments\(([0-9a-f-]{36})\)/i.exec(path)?.[1]?.toLowerCase()) || [];
    });
    for (const activityId of new Set(written)) writes.push({ atMs, activityId });
  }

  const within = (fromMs: number, toMs: number) =>
    [...seconds]
      .filter(([second]) => second * 1000 >= fromMs - 999 && second * 1000 <= toMs)
      .map(([, counts]) => counts);

  return {
    answers,
    writes,
    add: (requests) => requests.forEach(addOne),
    total: () => all,
    peakPerSecond: (fromMs = 0, toMs = Infinity) =>
      Math.max(0, ...within(fromMs, toMs).map(({ requests }) => requests)),
    between(fromMs, toMs) {
      const counts = within(fromMs, toMs);
      return {
        requests: counts.reduce((sum, { requests }) => sum + requests, 0),
        refused: counts.reduce((sum, { refused }) => sum + refused, 0),
      };
    },
  };
}
