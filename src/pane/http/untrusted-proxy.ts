/** Warns, once, of a reverse proxy that TRUSTED_PROXY_HOPS does not count: to the rate limits all bankers have its address. */
import type { RequestHandler } from "express";
import type { Logger } from "../../log.ts";

/** Middleware that looks for X-Forwarded-For while no proxy is trusted. */
export function warnOfUntrustedProxy(log: Logger): RequestHandler {
  let hasWarned = false;
  return (request, _response, next) => {
    const isForwarded = request.headers["x-forwarded-for"] !== undefined;
    if (isForwarded && !hasWarned && request.app.get("trust proxy") === 0) {
      hasWarned = true;
      log.warn(
        "requests come with X-Forwarded-For while TRUSTED_PROXY_HOPS is 0: limits count everybody behind that proxy as one; set it to the number of your proxies",
      );
    }
    next();
  };
}
