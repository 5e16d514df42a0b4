/** Who uses the app, kept in a cookie. */
import type { Request, Response } from "express";
import type { Lcid, Theme, User } from "./page/app/settings.ts";

/** Who uses the app, in which language and theme. */
export interface Session {
  readonly user: User;
  readonly lcid: Lcid;
  readonly theme: Theme;
}

const cookieName = "dynamics-host";

/**
 * Reads user, language and theme from the address, else from the cookie, else takes the first user and English.
 * As in Dynamics it is one session per browser, so that every frame's requests are those of one user.
 */
export function openSession(request: Request, response: Response, users: readonly User[]): Session {
  const before = readCookie(request);
  const asked = (name: string): string | undefined => {
    const value = request.query[name];
    return typeof value === "string" ? value : (before?.get(name) ?? undefined);
  };
  const user = users.find(({ email }) => email === asked("user")) ?? users[0];
  if (!user) throw new Error("the organisation has no enabled user to sign in as");
  const lcid: Lcid = Number(asked("lcid")) === 1036 ? 1036 : 1033;
  const theme: Theme = asked("theme") === "dark" ? "dark" : "light";
  const chosen = new URLSearchParams({
    user: user.email,
    objectId: user.objectId,
    lcid: String(lcid),
    theme,
  });
  response.cookie(cookieName, chosen.toString(), { httpOnly: true, sameSite: "lax", path: "/" });
  return { user, lcid, theme };
}

/** The directory object id of the user who is signed in; undefined if this browser has opened no page yet. */
export function readSignedInUser(request: Request): string | undefined {
  return readCookie(request)?.get("objectId") ?? undefined;
}

function readCookie(request: Request): URLSearchParams | undefined {
  const pattern = new RegExp(`(?:^|; )${cookieName}=([^;]*)`);
  const value = pattern.exec(request.headers.cookie ?? "")?.[1];
  return value === undefined ? undefined : new URLSearchParams(decodeURIComponent(value));
}
