/** Says once that a proxy stands before us which we were not told of: it makes one address of all bankers. */
import type { RequestHandler } from "express";
import type { Logger } from "../../log.ts";

export function warnOfUntrustedProxy(log: Logger): RequestHandler {
  let isSaid = false;
  return (request, _response, next) => {
    const isForwarded = request.headers["x-forwarded-for"] !== undefined;
    if (isForwarded && !isSaid && request.app.get("trust proxy") === 0) {
      isSaid = true;
      log.warn(
        "requests come with X-Forwarded-For while TRUSTED_PROXY_HOPS is 0: limits count everybody behind that proxy as one; set it to the number of your proxies",
      );
    }
    next();
  };
}
