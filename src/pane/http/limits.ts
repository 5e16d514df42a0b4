/** Rate limits of the pane, kept in memory for each process. */
import { isIPv6 } from "node:net";
import type { Request } from "express";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { tooMany } from "./refusal.ts";

/** Requests (`points`) in so many seconds (`duration`). A branch may share one address: limits by address allow for that. */
const allowed = {
  bindsPerAddress: { points: 300, duration: 60 },
  pollsPerAddress: { points: 3_000, duration: 60 },
  pagesPerAddress: { points: 1_200, duration: 60 },
  requestsPerSession: { points: 120, duration: 60 },
  bookingsPerSession: { points: 20, duration: 60 },
} as const;

type LimitName = keyof typeof allowed;

/** Each counts one request of a key. @throws Refusal 429 when there were too many */
export type Limits = Readonly<Record<LimitName, (key: string) => Promise<void>>>;

/** Creates all limits, with nothing counted yet. */
export function createLimits(): Limits {
  const limits = Object.entries(allowed).map(([name, options]) => {
    const limiter = new RateLimiterMemory(options);
    const take = async (key: string) => {
      const waitMs = await takePoint(limiter, key);
      if (waitMs > 0) throw tooMany(waitMs);
    };
    return [name, take] as const;
  });
  return Object.fromEntries(limits) as Record<LimitName, (key: string) => Promise<void>>;
}

/** Counts one request. Returns 0 where it is allowed, else the ms to wait, at least 1,000. */
export async function takePoint(limiter: RateLimiterMemory, key: string): Promise<number> {
  try {
    await limiter.consume(key);
    return 0;
  } catch (error) {
    if (error instanceof RateLimiterRes) return Math.max(1_000, error.msBeforeNext);
    throw error;
  }
}

/** Rate-limit key of a request: the IPv4 address or the IPv6 /64. */
export function addressOf(request: Request): string {
  return prefixOf(request, 4);
}

/** Key of the whole network of a request: the IPv4 address or the IPv6 /48, the most that one customer of a provider is given. */
export function networkOf(request: Request): string {
  return prefixOf(request, 3);
}

function prefixOf(request: Request, groupsOf16Bits: number): string {
  const ip = withoutPort(request.ip ?? "");
  if (!isIPv6(ip) || ip.startsWith("::ffff:")) return ip;
  const [head = "", tail = ""] = ip.split("::");
  const groups = head.split(":").filter(Boolean);
  const rest = tail.split(":").filter(Boolean);
  const zeros = Array.from({ length: Math.max(0, 8 - groups.length - rest.length) }, () => "0");
  return [...groups, ...zeros, ...rest].slice(0, groupsOf16Bits).join(":");
}

/** Azure's gateways add the port of the connection to the address in X-Forwarded-For. */
function withoutPort(address: string): string {
  return /^\[(.+)\](?::\d+)?$/.exec(address)?.[1] ?? /^([\d.]+):\d+$/.exec(address)?.[1] ?? address;
}
