const ancestors = "frame-ancestors 'self' https://*.powerapps.com";

/**
 * The Content-Security-Policy header that Microsoft documents for organisations with the default and with the strict
 * policy.
 */
export function contentSecurityPolicy(kind: "default" | "strict", frameSources: readonly string[]): string {
  if (kind === "default") {
    return `script-src * 'unsafe-inline' 'unsafe-eval'; worker-src 'self' blob:; style-src * 'unsafe-inline'; font-src * data:; ${ancestors}`;
  }
  // @NOTE Microsoft's "the platform" is this one origin here.
  return [
    "script-src 'self'",
    "worker-src 'self' blob:",
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self' data:",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    `frame-src ${["'self'", "blob:", ...frameSources].join(" ")}`,
    ancestors,
  ].join("; ");
}
