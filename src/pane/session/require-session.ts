/** The session of a request, by `Authorization: Bearer …`. */
import type { RequestHandler, Response } from "express";
import type { Limits } from "../http/limits.ts";
import { Refusal, sessionExpired } from "../http/refusal.ts";
import type { BankerSession, Sessions } from "./sessions.ts";

/** Middleware that finds the session and counts the request. @throws Refusal 401 without one, 429 for too many requests */
export function requireSession(sessions: Sessions, limits: Limits): RequestHandler {
  return async (request, response, next) => {
    const token = /^Bearer ([\w-]{43})$/i.exec(request.get("Authorization") ?? "")?.[1];
    const session = token === undefined ? undefined : sessions.find(token);
    if (session === undefined) throw new Refusal(sessionExpired);
    await limits.requestsPerSession(session.key);
    response.locals["session"] = session;
    next();
  };
}

/** The session that `requireSession` has found for this request. */
export function sessionOf(response: Response): BankerSession {
  return response.locals["session"] as BankerSession;
}
