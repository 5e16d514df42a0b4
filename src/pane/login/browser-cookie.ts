/** Which browser a login window is open in. First-party: the window's own, never the frame's. */
import { createHash, randomBytes } from "node:crypto";
import type { Request, Response } from "express";

const name = "__Host-coconut-login";

/** A hash of the cookie: what we keep is of no use to whoever should get to read it. */
export function browserOf(request: Request): string | undefined {
  const value = cookieOf(request);
  return value && hash(value);
}

/** The browser's cookie, given now if it has none. Two windows at once share it. */
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
