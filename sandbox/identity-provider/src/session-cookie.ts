import type { Request, Response } from "express";
import { sessionLifetimeMs } from "./sessions.ts";

const name = "identity-provider-session";
// Lax: it comes along when an application sends its people here, and not with a form that another site posts.
const attributes = { httpOnly: true, sameSite: "lax", path: "/" } as const;

/** The id of the browser's session, if its cookie names one. */
export function readSessionCookie(request: Request): string | undefined {
  const cookies = (request.headers.cookie ?? "").split(/; */);
  return cookies.find((cookie) => cookie.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** Gives the browser the session's id, for as long as the session lasts. */
export function setSessionCookie(response: Response, id: string): void {
  response.cookie(name, id, { ...attributes, maxAge: sessionLifetimeMs });
}

/** Takes the session's id away from the browser. */
export function clearSessionCookie(response: Response): void {
  response.clearCookie(name, attributes);
}
