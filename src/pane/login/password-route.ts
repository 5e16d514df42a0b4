/** `POST /pane/login/password`: the form of a window that is bound, as often as the lockout allows. */
import type { RequestHandler, Response } from "express";
import type { Logger } from "../../log.ts";
import type { LoginOutcome } from "./attempts.ts";
import { browserOf } from "./browser-cookie.ts";
import { languageOf } from "../http/language.ts";
import { addressOf } from "../http/limits.ts";
import { createLockout } from "./lockout.ts";
import { LoginUnavailableError, type PasswordLogin, type Verified } from "./methods.ts";
import { formPage } from "./pages.ts";
import { type LoginWords, loginWords } from "./words.ts";
import { type LoginWindowQuery, PasswordForm } from "./schemas.ts";
import { showNotice } from "./notice.ts";

export interface PasswordRouteDependencies {
  readonly login: PasswordLogin;
  readonly transactions: { isOpen(challenge: string, browser: string | undefined): boolean };
  readonly log: Logger;
  readonly metrics: { countLogin(outcome: LoginOutcome): void };
  /** What follows once Coconut has vouched for the person. */
  readonly settle: (
    response: Response,
    place: LoginWindowQuery,
    browser: string | undefined,
    verified: Verified,
  ) => Promise<void>;
}

/** Why the form comes back. */
interface Again {
  readonly outcome: LoginOutcome;
  readonly status: number;
  readonly error: (words: LoginWords) => string;
  readonly waitMs?: number;
}

const incomplete: Again = { outcome: "incomplete", status: 422, error: (words) => words.incomplete };
const wrong: Again = { outcome: "wrong_password", status: 403, error: (words) => words.wrong };
const disabled: Again = { outcome: "disabled", status: 403, error: (words) => words.disabled };
const away: Again = { outcome: "login_unavailable", status: 503, error: (words) => words.away };

function locked(waitMs: number): Again {
  const minutes = Math.max(1, Math.ceil(waitMs / 60_000));
  return { outcome: "locked", status: 429, error: (words) => words.locked(minutes), waitMs };
}

export function createPasswordRoute(deps: PasswordRouteDependencies): RequestHandler {
  const { login, transactions, log, metrics, settle } = deps;
  const lockout = createLockout();

  return async (request, response) => {
    const { username, password, ...place } = PasswordForm.parse(request.body);
    const browser = browserOf(request);
    if (!transactions.isOpen(place.tx, browser)) return showNotice(response, place.lcid, "over", 403);
    const verified = await attempt(username, password, addressOf(request));
    if ("email" in verified) return settle(response, place, browser, verified);
    const { outcome, status, error, waitMs } = verified;
    const isWrong = verified === wrong || verified === incomplete;
    metrics.countLogin(outcome);
    log.info({ outcome }, "login");
    if (waitMs !== undefined) response.set("Retry-After", String(Math.ceil(waitMs / 1000)));
    const language = languageOf(place.lcid);
    response
      .status(status)
      .send(formPage({ ...place, language }, { username, error: error(loginWords[language]), isWrong }));
  };

  async function attempt(username: string, password: string, address: string): Promise<Verified | Again> {
    if (username === "" || password === "") return incomplete;
    const waitMs = await lockout.begin(username, address);
    if (waitMs > 0) return locked(waitMs);
    try {
      const answer = await login.signIn(username, password);
      if (answer === "wrong") {
        const lockedMs = await lockout.wrong(username);
        return lockedMs > 0 ? locked(lockedMs) : wrong;
      }
      if (answer !== "disabled" && "retryAfterMs" in answer) {
        await lockout.untried(username, address);
        return locked(answer.retryAfterMs);
      }
      // It counts as a try: nobody knows whether Coconut looked at the password before it said so.
      if (answer === "disabled") return disabled;
      await lockout.right(username, address);
      return answer;
    } catch (error) {
      if (!(error instanceof LoginUnavailableError)) throw error;
      log.warn({ reason: error.message }, "login");
      await lockout.untried(username, address);
      return away;
    }
  }
}
