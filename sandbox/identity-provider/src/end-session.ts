import { Router } from "express";
import { pagePolicy, signedOutPage, signOutPage } from "./pages.ts";
import type { Provider } from "./provider.ts";
import { clearSessionCookie, readSessionCookie } from "./session-cookie.ts";

/**
 * OpenID Connect RP-Initiated Logout 1.0: asks whoever has a session whether to end it, which it must as long as no
 * id_token_hint is read. Nobody is sent back to an application: none has registered an address for that.
 */
export function endSessionRoutes({ sessions }: Provider): Router {
  const router = Router();

  router.all("/end-session", (request, response, next) => {
    if (request.method !== "GET" && request.method !== "POST") return next();
    const id = readSessionCookie(request);
    const form = new URLSearchParams(typeof request.body === "string" ? request.body : "");
    if (request.method === "POST" && form.get("action") === "sign-out") {
      sessions.end(id);
      clearSessionCookie(response);
    }
    const session = sessions.find(id);
    response
      .set(pagePolicy("'self'"))
      .type("html")
      .send(session === undefined ? signedOutPage() : signOutPage(session.user.name));
  });

  return router;
}
