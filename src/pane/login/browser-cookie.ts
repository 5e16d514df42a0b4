/** The cookie that names the browser of a login window. The window is no frame, so the cookie is first-party. */
import { createHash, randomBytes } from "node:crypto";
import type { Request, Response } from "express";

const name = "__Host-coconut-login";

/** The SHA-256 of the cookie, so that what the server keeps is no cookie; undefined without one. */
export function readBrowser(request: Request): string | undefined {
  const value = cookieOf(request);
  return value && hash(value);
}

/** Like `readBrowser`, and sets the cookie where there is none. Two windows of one browser share it. */
export function ensureBrowser(request: Request, response: Response): string {
  const value = cookieOf(request) ?? randomBytes(32).toString("base64url");
  response.cookie(name, value, { secure: true, httpOnly: true, sameSite: "lax", path: "/", maxAge: 600_000 });
  return hash(value);
}

function cookieOf({ headers }: Request): string | undefined {
  const pairs = (headers.cookie ?? "").split(";").map((pair) => pair.trim());
  const value = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
  return value !== undefined && /^[\w-]{43}$/.test(value) ? value : undefined;
}

function hash(value: string): string {
  return createHash("sha256").update(value).digest("base64url");
}
