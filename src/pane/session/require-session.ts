/** `Authorization: Bearer …` → the session, for all that follows. */
import type { RequestHandler, Response } from "express";
import type { Limits } from "../http/limits.ts";
import { Refusal, sessionExpired } from "../http/refusal.ts";
import type { Session, Sessions } from "./sessions.ts";

export function requireSession(sessions: Sessions, limits: Limits): RequestHandler {
  return async (request, response, next) => {
    const token = /^Bearer ([\w-]{43})$/i.exec(request.get("Authorization") ?? "")?.[1];
    const session = token === undefined ? undefined : sessions.find(token);
    if (session === undefined) throw new Refusal(sessionExpired);
    await limits.callsOfSession(session.key);
    response.locals["session"] = session;
    next();
  };
}

/** Of a request that has come through `requireSession`. */
export function sessionOf(response: Response): Session {
  return response.locals["session"] as Session;
}
