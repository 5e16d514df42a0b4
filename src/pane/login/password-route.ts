/** `POST /pane/login/password`: checks the form of a bound login window, as often as the lockout allows. */
import type { RequestHandler, Response } from "express";
import type { Logger } from "../../log.ts";
import type { LoginOutcome } from "./attempts.ts";
import { readBrowser } from "./browser-cookie.ts";
import { languageOf } from "../http/language.ts";
import { addressOf } from "../http/limits.ts";
import { createLockout } from "./lockout.ts";
import { LoginUnavailableError, type PasswordLogin, type VerifiedPerson } from "./methods.ts";
import { renderFormPage } from "./pages.ts";
import { type LoginWords, loginWords } from "./words.ts";
import { type LoginWindowQuery, PasswordForm } from "./schemas.ts";
import { sendNotice } from "./notice.ts";

/** What the route needs. */
export interface PasswordRouteDependencies {
  readonly login: PasswordLogin;
  readonly attempts: { isOpen(challenge: string, browser: string | undefined): boolean };
  readonly log: Logger;
  readonly metrics: { countLogin(outcome: LoginOutcome): void };
  /** Finishes the login of a person whom Coconut has confirmed, and answers the request. */
  readonly logIn: (
    response: Response,
    window: LoginWindowQuery,
    browser: string | undefined,
    person: VerifiedPerson,
  ) => Promise<void>;
}

/** Why the form is shown again, and how that is answered and counted. */
interface FormAgain {
  readonly outcome: LoginOutcome;
  readonly status: number;
  readonly error: (words: LoginWords) => string;
  readonly waitMs?: number;
}

const incomplete: FormAgain = { outcome: "incomplete", status: 422, error: (words) => words.incomplete };
const wrong: FormAgain = { outcome: "wrong_password", status: 403, error: (words) => words.wrong };
const disabled: FormAgain = { outcome: "disabled", status: 403, error: (words) => words.disabled };
const unavailable: FormAgain = { outcome: "login_unavailable", status: 503, error: (words) => words.away };

function locked(waitMs: number): FormAgain {
  const minutes = Math.max(1, Math.ceil(waitMs / 60_000));
  return { outcome: "locked", status: 429, error: (words) => words.locked(minutes), waitMs };
}

/** The handler of the route, with a lockout of its own. */
export function createPasswordRoute(deps: PasswordRouteDependencies): RequestHandler {
  const { login, attempts, log, metrics, logIn } = deps;
  const lockout = createLockout();

  return async (request, response) => {
    const { username, password, ...window } = PasswordForm.parse(request.body);
    const browser = readBrowser(request);
    if (!attempts.isOpen(window.tx, browser)) return sendNotice(response, window.lcid, "over", 403);
    const checked = await check(username, password, addressOf(request));
    if ("email" in checked) return logIn(response, window, browser, checked);
    const { outcome, status, error, waitMs } = checked;
    const isWrong = checked === wrong || checked === incomplete;
    metrics.countLogin(outcome);
    log.info({ outcome }, "login");
    if (waitMs !== undefined) response.set("Retry-After", String(Math.ceil(waitMs / 1000)));
    const language = languageOf(window.lcid);
    response
      .status(status)
      .send(renderFormPage(window, { username, error: error(loginWords[language]), isWrong }));
  };

  async function check(
    username: string,
    password: string,
    address: string,
  ): Promise<VerifiedPerson | FormAgain> {
    if (username === "" || password === "") return incomplete;
    const waitMs = await lockout.startTry(username, address);
    if (waitMs > 0) return locked(waitMs);
    try {
      const answer = await login.signIn(username, password);
      if (answer === "wrong") {
        const lockedMs = await lockout.recordWrong(username);
        return lockedMs > 0 ? locked(lockedMs) : wrong;
      }
      if (answer !== "disabled" && "retryAfterMs" in answer) {
        await lockout.undoTry(username, address);
        return locked(answer.retryAfterMs);
      }
      // It counts as a try, as Coconut may have checked the password before it said so.
      if (answer === "disabled") return disabled;
      await lockout.recordRight(username, address);
      return answer;
    } catch (error) {
      if (!(error instanceof LoginUnavailableError)) throw error;
      log.warn({ reason: error.message }, "login");
      await lockout.undoTry(username, address);
      return unavailable;
    }
  }
}
