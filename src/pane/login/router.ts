/** The login window: bound to a browser by the pane's leave, then name and password or the identity provider. */
import { randomBytes } from "node:crypto";
import express, { type ErrorRequestHandler, type Response, Router } from "express";
import { z } from "zod";
import { CoconutError } from "../../coconut/errors.ts";
import type { Logger } from "../../log.ts";
import { browserOf, ensureBrowser } from "./browser-cookie.ts";
import { parse, readJson, refuseUnreadable } from "../http/json-body.ts";
import { languageOf } from "../http/language.ts";
import { addressOf, type Limits, networkOf } from "../http/limits.ts";
import { type Login, LoginUnavailableError, type Verified } from "./methods.ts";
import { showNotice } from "./notice.ts";
import { startPage } from "./pages.ts";
import { BindBody, Lcid, LcidQuery, LoginWindowQuery } from "./schemas.ts";
import type { Notice } from "./words.ts";
import { requireOwnPage } from "../http/own-origin.ts";
import { createPasswordRoute } from "./password-route.ts";
import { Refusal } from "../http/refusal.ts";
import { pagePolicy } from "../http/security-headers.ts";
import type { Banker } from "../session/sessions.ts";
import type { FindStaff } from "./find-staff.ts";
import type { LoginRefusal } from "../contract.ts";
import type { LoginOutcome, LoginResult, Transactions } from "./attempts.ts";

export interface LoginRouterDependencies {
  readonly url: string;
  readonly login: Login;
  readonly findStaff: FindStaff;
  readonly transactions: Transactions<Banker>;
  readonly limits: Limits;
  readonly log: Logger;
  readonly metrics: { countLogin(outcome: LoginOutcome): void };
}

export function createLoginRouter(deps: LoginRouterDependencies): Router {
  const { url, login, transactions, limits, log } = deps;
  const router = Router();
  const policy = pagePolicy("'none'");

  router.use(async (request, response, next) => {
    response.set("Content-Security-Policy", policy);
    await limits.pagesOfAddress(addressOf(request));
    next();
  });

  router.get("/", (request, response) => {
    const place = LoginWindowQuery.parse(request.query);
    response.send(startPage(login.kind, { ...place, language: languageOf(place.lcid) }));
  });

  router.get("/over", (request, response) => {
    showNotice(response, LcidQuery.parse(request.query).lcid, "over", 410);
  });

  router.post("/bind", requireOwnPage(url), ...readJson("16kb"), async (request, response) => {
    await limits.bindsOfAddress(addressOf(request));
    const { tx, hint } = parse(BindBody, request.body);
    const browser = ensureBrowser(request, response);
    const bound = transactions.bind(tx, { browser, hint, holder: networkOf(request) });
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
    router.post("/password", requireOwnPage(url), form, createPasswordRoute({ ...deps, login, settle }));
  } else {
    router.get("/sso", async (request, response) => {
      const { tx, lcid } = LoginWindowQuery.parse(request.query);
      const browser = browserOf(request);
      const hint = transactions.hintOf(tx, browser);
      if (hint === undefined) return showNotice(response, lcid, "over", 410);
      const state = `${tx}.${lcid}.${randomBytes(16).toString("base64url")}`;
      const begun = await login.begin(state, hint).catch(away);
      if (begun === "away") return end(response, { tx, lcid }, browser, refused("login_unavailable"));
      transactions.leaveFor(tx, browser, begun.pending);
      response.redirect(303, begun.address.href);
    });

    router.get("/callback", async (request, response) => {
      const { search } = new URL(request.originalUrl, url);
      const state = new URLSearchParams(search).get("state") ?? "";
      const [tx = "", given] = state.split(".");
      const lcid = Lcid.parse(given);
      const browser = browserOf(request);
      const pending = transactions.returned(tx, browser, state);
      // Another browser's, a forged one, or one that came back before.
      if (pending === undefined) return showNotice(response, lcid, "over", 403);
      const verified = await login.finish(search, pending).catch(away);
      if (typeof verified === "string") {
        return end(response, { tx, lcid }, browser, refused(refusalOf[verified]));
      }
      await settle(response, { tx, lcid }, browser, verified);
    });
  }

  router.use(refuseUnreadable, showFault);
  return router;

  /** The person is known: who is that in Coconut? */
  async function settle(
    response: Response,
    place: LoginWindowQuery,
    browser: string | undefined,
    verified: Verified,
  ): Promise<void> {
    end(response, place, browser, await resultOf(verified));
  }

  function away(error: unknown): "away" {
    if (!(error instanceof LoginUnavailableError)) throw error;
    log.warn({ reason: error.message }, "login");
    return "away";
  }

  async function resultOf(verified: Verified): Promise<LoginResult<Banker>> {
    try {
      const staff = await deps.findStaff(verified);
      return staff ? { kind: "staff", staff } : refused("not_staff");
    } catch (error) {
      if (!(error instanceof CoconutError)) throw error;
      log.warn({ reason: error.message }, "login");
      return refused("coconut_unavailable");
    }
  }

  function end(
    response: Response,
    { tx, lcid }: LoginWindowQuery,
    browser: string | undefined,
    result: LoginResult<Banker>,
  ): void {
    if (!transactions.finish(tx, browser, result)) return showNotice(response, lcid, "over", 410);
    const outcome = result.kind === "staff" ? "logged_in" : result.code;
    deps.metrics.countLogin(outcome);
    log.info({ outcome, ...(result.kind === "staff" && { staffId: result.staff.staffId }) }, "login");
    const [notice, status] = result.kind === "staff" ? (["done", 200] as const) : notices[result.code];
    showNotice(response, lcid, notice, status);
  }
}

function refused(code: LoginRefusal): LoginResult<Banker> {
  return { kind: "refused", code };
}

const refusalOf = {
  cancelled: "login_cancelled",
  refused: "login_failed",
  away: "login_unavailable",
} as const satisfies Record<string, LoginRefusal>;

const notices: Readonly<Record<LoginRefusal, readonly [Notice, number]>> = {
  login_failed: ["failed", 403],
  login_cancelled: ["cancelled", 200],
  not_staff: ["notStaff", 403],
  login_unavailable: ["unavailable", 503],
  coconut_unavailable: ["unavailable", 503],
};

/** A person looks at these pages, so what went wrong is a page too; the script's call gets its answer in JSON. */
const showFault: ErrorRequestHandler = (error: unknown, request, response, next) => {
  if (request.path === "/bind") return next(error);
  const { lcid: given } = { ...request.query, ...(request.body as object | undefined) } as { lcid?: unknown };
  const lcid = Lcid.parse(given);
  if (error instanceof z.ZodError) return showNotice(response, lcid, "over", 400);
  if (!(error instanceof Refusal)) return next(error);
  const { status, retryAfterSeconds } = error.facts;
  if (retryAfterSeconds !== undefined) response.set("Retry-After", String(retryAfterSeconds));
  showNotice(response, lcid, status === 429 ? "tooMany" : "over", status);
};
