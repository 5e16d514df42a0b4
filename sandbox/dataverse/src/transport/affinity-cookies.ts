import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";

/**
 * The name of a server. A caller that sends it back is served by the same server of the real service, with
 * its limits.
 */
const server = "5c1c4d6d3f0a7e0b9b7a3f7d5b0f4a1c6e2d8b9a7c5e3f1d0b2a4c6e8f0d1b3a";

/** The Set-Cookie headers of the load balancer; a caller that has a ReqClientId keeps it. */
export function affinityCookies(message: IncomingMessage): string[] {
  const attributes = "path=/; secure; HttpOnly";
  const affinity = `ARRAffinity=${server};domain=${hostOf(message)};${attributes}`;
  if (message.headers.cookie?.includes("ReqClientId=")) return [affinity];
  return [affinity, `ReqClientId=${randomUUID()}; expires=Fri, 22-Nov-2075 00:00:00 GMT; ${attributes}`];
}

function hostOf(message: IncomingMessage): string {
  return (message.headers.host ?? "").replace(/:\d+$/, "").replaceAll(/[^\w.:[\]-]/g, "");
}
