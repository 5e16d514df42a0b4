import { Router, type Request, type Response } from "express";
import { addToUri, readAuthorizationRequest, type AuthorizationRequest } from "./authorization-request.ts";
import { pagePolicy, problemPage, signInPage } from "./pages.ts";
import type { Provider } from "./provider.ts";
import { findUser } from "./users.ts";
import { readSessionCookie, setSessionCookie } from "./session-cookie.ts";
import type { Session } from "./sessions.ts";

/** The routes of /authorize: the sign-in form, which a session that is good enough for the request skips. */
export function authorizeRoutes(provider: Provider): Router {
  const { client, users, codes, sessions, switchboard, nowMs } = provider;
  const router = Router();

  router.get("/authorize", (request, response) => {
    const wanted = read(request, response);
    if (wanted === undefined) return;
    const assumed = findUser(users, switchboard.now.autoSignIn ?? "");
    if (assumed !== undefined) return finish(response, wanted, { user: assumed, signedInAtMs: nowMs() });
    const session = sessions.find(readSessionCookie(request));
    if (session !== undefined && isGoodFor(wanted, session)) return finish(response, wanted, session);
    if (wanted.prompt.includes("none")) {
      return sendBack(response, wanted, {
        error: "login_required",
        error_description: "somebody has to sign in",
      });
    }
    show(response, wanted, { email: wanted.loginHint, isRefused: false });
  });

  router.post("/authorize", (request, response) => {
    const wanted = read(request, response);
    if (wanted === undefined) return;
    const form = new URLSearchParams(String(request.body ?? ""));
    if (form.get("action") === "cancel") {
      const error_description = "the person who was asked to sign in pressed Cancel";
      return sendBack(response, wanted, { error: "access_denied", error_description });
    }
    const email = form.get("email") ?? "";
    const user = findUser(users, email);
    if (user === undefined || user.password !== form.get("password")) {
      return show(response, wanted, { email, isRefused: true });
    }
    sessions.end(readSessionCookie(request));
    setSessionCookie(response, sessions.begin(user));
    finish(response, wanted, { user, signedInAtMs: nowMs() });
  });

  /** Whether the session answers the request without a form. OpenID Connect Core 1.0 section 3.1.2.1. */
  function isGoodFor({ prompt, maxAgeS, loginHint }: AuthorizationRequest, session: Session): boolean {
    if (prompt.includes("login") || prompt.includes("select_account") || maxAgeS === 0) return false;
    if (maxAgeS !== undefined && nowMs() > session.signedInAtMs + maxAgeS * 1000) return false;
    return loginHint === "" || findUser(users, loginHint) === session.user;
  }

  function read(request: Request, response: Response): AuthorizationRequest | undefined {
    const query = new URL(request.originalUrl, provider.issuer).searchParams;
    const result = readAuthorizationRequest(query, client);
    if (result.kind === "good") return result.request;
    if (result.kind === "redirect") response.redirect(303, result.to);
    else response.status(400).set(pagePolicy("'none'")).type("html").send(problemPage(result.problem));
    return undefined;
  }

  function finish(response: Response, wanted: AuthorizationRequest, session: Session) {
    const { redirectUri, challenge, nonce, scope } = wanted;
    sendBack(response, wanted, { code: codes.issue({ ...session, redirectUri, challenge, nonce, scope }) });
  }

  return router;
}

function show(
  response: Response,
  { redirectUri }: AuthorizationRequest,
  signIn: Parameters<typeof signInPage>[0],
) {
  // Browsers apply form-action to the redirect that follows the form, too.
  const policy = pagePolicy(`'self' ${new URL(redirectUri).origin}`);
  response.set(policy).type("html").send(signInPage(signIn));
}

function sendBack(
  response: Response,
  { redirectUri, state }: AuthorizationRequest,
  parameters: Readonly<Record<string, string>>,
) {
  response.redirect(303, addToUri(redirectUri, { ...parameters, state }));
}
