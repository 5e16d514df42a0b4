/**
 * The routes of the login window, below /pane/login:
 *   GET  /          the window's page
 *   GET  /over      a page that says that the login has ended
 *   POST /bind      the window's script binds the login to this browser, once the pane has said that it opened the window
 *   POST /password  the form, where people log in by a password of Coconut
 *   GET  /sso       redirects to the identity provider, where people log in there
 *   GET  /callback  where the identity provider redirects back to
 * The pane then fetches the result from POST /pane/session.
 */
import { randomBytes } from "node:crypto";
import express, { type ErrorRequestHandler, type Response, Router } from "express";
import { z } from "zod";
import { CoconutError } from "../../coconut/errors.ts";
import type { Logger } from "../../log.ts";
import { ensureBrowser, readBrowser } from "./browser-cookie.ts";
import { parseRequest, readJson, refuseUnreadable } from "../http/json-body.ts";
import { addressOf, type Limits, networkOf } from "../http/limits.ts";
import { type LoginMethod, LoginUnavailableError, type VerifiedPerson } from "./methods.ts";
import { sendNotice } from "./notice.ts";
import { renderStartPage } from "./pages.ts";
import { BindBody, Lcid, LcidQuery, LoginWindowQuery } from "./schemas.ts";
import type { Notice } from "./words.ts";
import { requireOwnPage } from "../http/own-origin.ts";
import { createPasswordRoute } from "./password-route.ts";
import { Refusal } from "../http/refusal.ts";
import { pagePolicy } from "../http/security-headers.ts";
import type { Banker } from "../session/sessions.ts";
import type { FindStaff } from "./find-staff.ts";
import type { LoginRefusal } from "@coconut-dynamics/pane/contract";
import type { LoginOutcome, LoginResult, LoginAttempts } from "./attempts.ts";

/** What the routes need. */
export interface LoginRouterDependencies {
  /** The public origin of this service. */
  readonly url: string;
  readonly login: LoginMethod;
  readonly findStaff: FindStaff;
  readonly attempts: LoginAttempts<Banker>;
  readonly limits: Limits;
  readonly log: Logger;
  readonly metrics: { countLogin(outcome: LoginOutcome): void };
}

/** The router of these routes; faults are answered as pages too, but for /bind. */
export function createLoginRouter(deps: LoginRouterDependencies): Router {
  const { url, login, attempts, limits, log } = deps;
  const router = Router();
  const policy = pagePolicy("'none'");

  router.use(async (request, response, next) => {
    response.set("Content-Security-Policy", policy);
    await limits.pagesPerAddress(addressOf(request));
    next();
  });

  router.get("/", (request, response) => {
    response.send(renderStartPage(login.kind, LoginWindowQuery.parse(request.query)));
  });

  router.get("/over", (request, response) => {
    sendNotice(response, LcidQuery.parse(request.query).lcid, "over", 410);
  });

  router.post("/bind", requireOwnPage(url), ...readJson("16kb"), async (request, response) => {
    await limits.bindsPerAddress(addressOf(request));
    const { tx, hint } = parseRequest(BindBody, request.body);
    const browser = ensureBrowser(request, response);
    const bound = attempts.bind(tx, { browser, hint, network: networkOf(request) });
    if (bound === "refused") {
      throw new Refusal({
        status: 410,
        code: "login_expired",
        message: "This login is over, or another browser's.",
      });
    }
    response.status(204).end();
  });

  if (login.kind === "password") {
    const form = express.urlencoded({ limit: "16kb", extended: false, inflate: false });
    router.post("/password", requireOwnPage(url), form, createPasswordRoute({ ...deps, login, logIn }));
  } else {
    router.get("/sso", async (request, response) => {
      const { tx, lcid } = LoginWindowQuery.parse(request.query);
      const browser = readBrowser(request);
      const hint = attempts.findHint(tx, browser);
      if (hint === undefined) return sendNotice(response, lcid, "over", 410);
      const state = `${tx}.${lcid}.${randomBytes(16).toString("base64url")}`;
      const begun = await login.begin(state, hint).catch(toUnavailable);
      if (begun === "unavailable")
        return finish(response, { tx, lcid }, browser, refused("login_unavailable"));
      attempts.storePending(tx, browser, begun.pending);
      response.redirect(303, begun.address.href);
    });

    router.get("/callback", async (request, response) => {
      const { search } = new URL(request.originalUrl, url);
      const state = new URLSearchParams(search).get("state") ?? "";
      const [tx = "", given] = state.split(".");
      const lcid = Lcid.parse(given);
      const browser = readBrowser(request);
      const pending = attempts.takePending(tx, browser, state);
      // Another browser's login, a forged state, or one that came back before.
      if (pending === undefined) return sendNotice(response, lcid, "over", 403);
      const verified = await login.finish(search, pending).catch(toUnavailable);
      if (typeof verified === "string") {
        return finish(response, { tx, lcid }, browser, refused(refusalCodes[verified]));
      }
      await logIn(response, { tx, lcid }, browser, verified);
    });
  }

  router.use(refuseUnreadable, sendFaultPage);
  return router;

  /** Finishes the login of a person whom Coconut or the identity provider has confirmed. */
  async function logIn(
    response: Response,
    window: LoginWindowQuery,
    browser: string | undefined,
    person: VerifiedPerson,
  ): Promise<void> {
    finish(response, window, browser, await resultOf(person));
  }

  /** @throws every error but LoginUnavailableError */
  function toUnavailable(error: unknown): "unavailable" {
    if (!(error instanceof LoginUnavailableError)) throw error;
    log.warn({ reason: error.message }, "login");
    return "unavailable";
  }

  async function resultOf(person: VerifiedPerson): Promise<LoginResult<Banker>> {
    try {
      const staff = await deps.findStaff(person);
      return staff ? { kind: "staff", staff } : refused("not_staff");
    } catch (error) {
      if (!(error instanceof CoconutError)) throw error;
      log.warn({ reason: error.message }, "login");
      return refused("coconut_unavailable");
    }
  }

  /** Stores the result for the pane, counts and logs it, and answers with a page. */
  function finish(
    response: Response,
    { tx, lcid }: LoginWindowQuery,
    browser: string | undefined,
    result: LoginResult<Banker>,
  ): void {
    if (!attempts.finish(tx, browser, result)) return sendNotice(response, lcid, "over", 410);
    const outcome = result.kind === "staff" ? "logged_in" : result.code;
    deps.metrics.countLogin(outcome);
    log.info({ outcome, ...(result.kind === "staff" && { staffId: result.staff.staffId }) }, "login");
    const [notice, status] = result.kind === "staff" ? (["done", 200] as const) : notices[result.code];
    sendNotice(response, lcid, notice, status);
  }
}

function refused(code: LoginRefusal): LoginResult<Banker> {
  return { kind: "refused", code };
}

const refusalCodes = {
  cancelled: "login_cancelled",
  refused: "login_failed",
  unavailable: "login_unavailable",
} as const satisfies Record<string, LoginRefusal>;

const notices: Readonly<Record<LoginRefusal, readonly [Notice, number]>> = {
  login_failed: ["failed", 403],
  login_cancelled: ["cancelled", 200],
  not_staff: ["notStaff", 403],
  login_unavailable: ["unavailable", 503],
  coconut_unavailable: ["unavailable", 503],
};

/** Answers a fault as a page, since a person looks at it; /bind is called by a script and gets JSON further up. */
const sendFaultPage: ErrorRequestHandler = (error: unknown, request, response, next) => {
  if (request.path === "/bind") return next(error);
  const { lcid: given } = { ...request.query, ...(request.body as object | undefined) } as { lcid?: unknown };
  const lcid = Lcid.parse(given);
  if (error instanceof z.ZodError) return sendNotice(response, lcid, "over", 400);
  if (!(error instanceof Refusal)) return next(error);
  const { status, retryAfterSeconds } = error.facts;
  if (retryAfterSeconds !== undefined) response.set("Retry-After", String(retryAfterSeconds));
  sendNotice(response, lcid, status === 429 ? "tooMany" : "over", status);
};
