/** How often somebody may ask. Kept in memory, per process. */
import { isIPv6 } from "node:net";
import type { Request } from "express";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { tooMany } from "./refusal.ts";

/** A branch may share one address, so what counts by address leaves room for all who work there. */
const allowed = {
  bindsOfAddress: { points: 300, duration: 60 },
  pollsOfAddress: { points: 3_000, duration: 60 },
  pagesOfAddress: { points: 1_200, duration: 60 },
  callsOfSession: { points: 120, duration: 60 },
  bookingsOfSession: { points: 20, duration: 60 },
} as const;

export type LimitName = keyof typeof allowed;

/** @throws Refusal 429 */
export type Limits = Readonly<Record<LimitName, (key: string) => Promise<void>>>;

export function createLimits(): Limits {
  const limits = Object.entries(allowed).map(([name, options]) => {
    const limiter = new RateLimiterMemory(options);
    const take = async (key: string) => {
      const waitMs = await waitFor(limiter, key);
      if (waitMs > 0) throw tooMany(waitMs);
    };
    return [name, take] as const;
  });
  return Object.fromEntries(limits) as Record<LimitName, (key: string) => Promise<void>>;
}

/** Takes one point. 0: there was one; else the wait until there is. */
export async function waitFor(limiter: RateLimiterMemory, key: string): Promise<number> {
  try {
    await limiter.consume(key);
    return 0;
  } catch (error) {
    if (error instanceof RateLimiterRes) return Math.max(1_000, error.msBeforeNext);
    throw error;
  }
}

/** Who asks. Of IPv6 the half that a network gives away as a whole. */
export function addressOf(request: Request): string {
  return prefixOf(request, 4);
}

/** Of IPv6 what one customer of a provider may have: 65,536 of those halves. */
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

/** Azure's gateways name the port as well, which is another one for every connection. */
function withoutPort(address: string): string {
  return /^\[(.+)\](?::\d+)?$/.exec(address)?.[1] ?? /^([\d.]+):\d+$/.exec(address)?.[1] ?? address;
}
