/** Everything below /pane: the page, the login window and the HTTP interface (docs/pane-api.openapi.yaml). */
import { type ErrorRequestHandler, Router } from "express";
import type { Booker } from "../booking/booker.ts";
import type { DataverseClient } from "../dataverse/client.ts";
import type { Logger } from "../log.ts";
import type { BookingOutcome } from "../booking/request.ts";
import type { ReadSyncState } from "../booking/sync-state.ts";
import { RowRef } from "./api/schemas.ts";
import { createAssetsRouter } from "./http/assets.ts";
import { createBookingRouter } from "./api/bookings.ts";
import { parseRequest, refuseUnreadable } from "./http/json-body.ts";
import { addressOf, createLimits } from "./http/limits.ts";
import type { LoginMethod } from "./login/methods.ts";
import { createLoginRouter } from "./login/router.ts";
import { toRefusal } from "./api/outside-failures.ts";
import { refuseForeignOrigin } from "./http/own-origin.ts";
import { renderPanePage } from "./http/pane-page.ts";
import { type ChoicesSource, createChoicesRouter } from "./api/choices.ts";
import { Refusal, sendRefusal } from "./http/refusal.ts";
import { requireSession, sessionOf } from "./session/require-session.ts";
import { createRowAccess } from "./api/row-access.ts";
import { pagePolicy, securityHeaders } from "./http/security-headers.ts";
import { createSessionRouter } from "./login/session-router.ts";
import { type Banker, createSessions } from "./session/sessions.ts";
import { createStaffFinder } from "./login/find-staff.ts";
import { createLoginAttempts, type LoginOutcome } from "./login/attempts.ts";
import { warnOfUntrustedProxy } from "./http/untrusted-proxy.ts";

/** What the routes below /pane need. */
export interface PaneDependencies {
  /** The public origin of this service. */
  readonly url: string;
  /** The origins of Dynamics that may frame the pane. */
  readonly hosts: readonly string[];
  readonly login: LoginMethod;
  readonly coconut: ChoicesSource;
  readonly dataverse: DataverseClient;
  readonly booking: Booker;
  readonly readSyncState: ReadSyncState;
  readonly log: Logger;
  readonly metrics: {
    countLogin(outcome: LoginOutcome): void;
    countBooking(result: BookingOutcome["kind"]): void;
  };
  /** In ms; the clock of sessions, logins and caches. */
  readonly now?: () => number;
}

const maxLoginAttempts = 10_000;
const maxSessions = 5_000;

/** The router for /pane. */
export function createPaneRouter(deps: PaneDependencies): Router {
  const { url, hosts, coconut, dataverse, log, now = Date.now } = deps;
  const attempts = createLoginAttempts<Banker>({ now, max: maxLoginAttempts });
  const sessions = createSessions({ now, max: maxSessions });
  const limits = createLimits();
  const findStaff = createStaffFinder(coconut, now);
  const requireRow = createRowAccess(dataverse, now);

  const router = Router();
  router.use(securityHeaders, warnOfUntrustedProxy(log));
  const policy = pagePolicy(hosts.join(" "));
  const page = renderPanePage(hosts);
  router.get("/", async (request, response) => {
    await limits.pagesPerAddress(addressOf(request));
    response.set("Content-Security-Policy", policy).send(page);
  });
  router.use("/assets", createAssetsRouter());
  router.use("/login", createLoginRouter({ ...deps, attempts, findStaff, limits }));
  router.use(["/session", "/api"], refuseForeignOrigin(url));
  router.use("/session", createSessionRouter({ attempts, sessions, limits }));
  router.use("/api", requireSession(sessions, limits));
  // The page asks this before its first step, so that nobody fills in six steps for a row that is refused.
  router.get("/api/rows/:table/:id", async (request, response) => {
    await requireRow(sessionOf(response), parseRequest(RowRef, request.params));
    response.status(204).end();
  });
  router.use("/api/bookings", createBookingRouter({ ...deps, requireRow, limits }));
  router.use("/api", createChoicesRouter(coconut, now));
  router.use(refuseUnreadable, answerRefusal(log));
  return router;
}

/** Answers refusals, and failures of the systems behind as refusals; other errors go on to the app. */
function answerRefusal(log: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    const refusal = toRefusal(error);
    if (!(refusal instanceof Refusal) || response.headersSent) return next(error);
    const { cause } = refusal;
    const { status, code } = refusal.facts;
    if (cause instanceof Error) log.warn({ status, code, reason: cause.message }, "pane");
    sendRefusal(response, refusal.facts);
  };
}
