/** `POST /pane/session`: the pane asks whether its login is done, and gets its session. `DELETE /pane/session`: log out. */
import { Router } from "express";
import { parseRequest, readJson } from "../http/json-body.ts";
import { addressOf, type Limits } from "../http/limits.ts";
import { Refusal } from "../http/refusal.ts";
import { requireSession, sessionOf } from "../session/require-session.ts";
import type { Banker, Sessions } from "../session/sessions.ts";
import type { LoginPending, LoginRefusal, Session } from "@coconut-dynamics/pane/contract";
import type { LoginAttempts } from "./attempts.ts";
import { SessionBody } from "./schemas.ts";

/** The router of the two routes. */
export function createSessionRouter(deps: {
  readonly attempts: LoginAttempts<Banker>;
  readonly sessions: Sessions;
  readonly limits: Limits;
}): Router {
  const { attempts, sessions, limits } = deps;
  const router = Router();

  router.post("/", ...readJson("16kb"), async (request, response) => {
    await limits.pollsPerAddress(addressOf(request));
    const result = attempts.claimResult(parseRequest(SessionBody, request.body).verifier);
    if (result === "pending") {
      response.status(202).json({ state: "pending" } satisfies LoginPending);
      return;
    }
    if (result === "over") {
      throw new Refusal({ status: 410, code: "login_expired", message: "This login is over. Log in again." });
    }
    if (result.kind === "refused") {
      throw new Refusal({ status: 403, code: result.code, message: messages[result.code] });
    }
    const { token, session } = sessions.begin(result.staff);
    const { staffId: id, firstName, lastName, email } = result.staff;
    const expiresAt = new Date(session.expiresAt).toISOString();
    response.json({ token, expiresAt, staff: { id, firstName, lastName, email } } satisfies Session);
  });

  router.delete("/", requireSession(sessions, limits), (_request, response) => {
    sessions.end(sessionOf(response));
    response.status(204).end();
  });

  return router;
}

const messages: Readonly<Record<LoginRefusal, string>> = {
  login_failed: "The identity provider did not confirm who you are.",
  login_cancelled: "The login was cancelled.",
  not_staff: "Coconut has no staff member with your e-mail address.",
  login_unavailable: "The identity provider cannot be reached now.",
  coconut_unavailable: "Coconut cannot be reached now.",
};
