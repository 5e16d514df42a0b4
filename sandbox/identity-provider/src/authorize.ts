import { Router, type Request, type Response } from "express";
import { addToUri, readAuthorizationRequest, type AuthorizationRequest } from "./authorization-request.ts";
import { problemPage, signInPage } from "./pages.ts";
import { findUser, type Provider, type User } from "./provider.ts";

/** The page where people sign in. It keeps nothing between requests: the form goes to the address it came from. */
export function authorizeRoutes(provider: Provider): Router {
  const { client, users, codes, switchboard } = provider;
  const router = Router();

  router.get("/authorize", (request, response) => {
    const wanted = read(request, response);
    if (wanted === undefined) return;
    const known = findUser(users, switchboard.now.autoSignIn ?? "");
    if (known !== undefined) return finish(response, wanted, known);
    if (wanted.prompt === "none") {
      return sendBack(response, wanted, {
        error: "login_required",
        error_description: "nobody is signed in",
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
    finish(response, wanted, user);
  });

  function read(request: Request, response: Response): AuthorizationRequest | undefined {
    const query = new URL(request.originalUrl, provider.issuer).searchParams;
    const result = readAuthorizationRequest(query, client);
    if (result.kind === "good") return result.request;
    if (result.kind === "redirect") response.redirect(303, result.to);
    else response.status(400).set(pagePolicy("'none'")).type("html").send(problemPage(result.problem));
    return undefined;
  }

  function finish(response: Response, wanted: AuthorizationRequest, user: User) {
    const { redirectUri, challenge, nonce, scope } = wanted;
    sendBack(response, wanted, { code: codes.issue({ user, redirectUri, challenge, nonce, scope }) });
  }

  return router;
}

function show(
  response: Response,
  { redirectUri }: AuthorizationRequest,
  signIn: Parameters<typeof signInPage>[0],
) {
  // A browser holds the redirect after the form to form-action as well.
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

function pagePolicy(formAction: string) {
  return {
    "content-security-policy": `default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action ${formAction}; frame-ancestors 'none'`,
  };
}
