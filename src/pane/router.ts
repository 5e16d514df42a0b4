/** The pane: its page, its login window and its HTTP interface, below /pane. */
import { type ErrorRequestHandler, Router } from "express";
import type { Booker } from "../booking/booker.ts";
import type { CoconutClient } from "../coconut/client.ts";
import type { DataverseClient } from "../dataverse/client.ts";
import type { Logger } from "../log.ts";
import type { BookingOutcome } from "../booking/request.ts";
import { RowRef } from "./api/schemas.ts";
import { createAssetsRouter } from "./http/assets.ts";
import type { AskProgress } from "./api/sync-state.ts";
import { createBookingRouter } from "./api/bookings.ts";
import { parse, refuseUnreadable } from "./http/json-body.ts";
import { addressOf, createLimits } from "./http/limits.ts";
import type { Login } from "./login/methods.ts";
import { createLoginRouter } from "./login/router.ts";
import { toRefusal } from "./api/outside-failures.ts";
import { refuseForeignOrigin } from "./http/own-origin.ts";
import { panePage } from "./http/pane-page.ts";
import { type ChoicesSource, createChoicesRouter } from "./api/choices.ts";
import { Refusal, refuse } from "./http/refusal.ts";
import { requireSession, sessionOf } from "./session/require-session.ts";
import { createRowAccess } from "./api/row-access.ts";
import { pagePolicy, securityHeaders } from "./http/security-headers.ts";
import { createSessionRouter } from "./login/session-router.ts";
import { type Banker, createSessions } from "./session/sessions.ts";
import { createStaffFinder } from "./login/find-staff.ts";
import { createTransactions, type LoginOutcome } from "./login/attempts.ts";
import { warnOfUntrustedProxy } from "./http/untrusted-proxy.ts";

export interface PaneDependencies {
  /** The public origin of this service. */
  readonly url: string;
  /** The origins of Dynamics that may frame the pane. */
  readonly hosts: readonly string[];
  readonly login: Login;
  readonly coconut: ChoicesSource & Pick<CoconutClient, "users">;
  readonly dataverse: DataverseClient;
  readonly booking: Booker;
  readonly progressOf: AskProgress;
  readonly log: Logger;
  readonly metrics: {
    countLogin(outcome: LoginOutcome): void;
    countBooking(result: BookingOutcome["kind"]): void;
  };
  readonly now?: () => number;
}

const mostTransactions = 10_000;
const mostSessions = 5_000;

export function createPaneRouter(deps: PaneDependencies): Router {
  const { url, hosts, coconut, dataverse, log, now = Date.now } = deps;
  const transactions = createTransactions<Banker>({ now, most: mostTransactions });
  const sessions = createSessions({ now, most: mostSessions });
  const limits = createLimits();
  const findStaff = createStaffFinder(coconut, now);
  const requireRow = createRowAccess(dataverse, now);

  const router = Router();
  router.use(securityHeaders, warnOfUntrustedProxy(log));
  const policy = pagePolicy(hosts.join(" "));
  const page = panePage(hosts);
  router.get("/", async (request, response) => {
    await limits.pagesOfAddress(addressOf(request));
    response.set("Content-Security-Policy", policy).send(page);
  });
  router.use("/assets", createAssetsRouter());
  router.use("/login", createLoginRouter({ ...deps, transactions, findStaff, limits }));
  router.use(["/session", "/api"], refuseForeignOrigin(url));
  router.use("/session", createSessionRouter({ transactions, sessions, limits }));
  router.use("/api", requireSession(sessions, limits));
  // Asked before the first step, so that nobody takes six steps in vain.
  router.get("/api/rows/:table/:id", async (request, response) => {
    await requireRow(sessionOf(response), parse(RowRef, request.params));
    response.status(204).end();
  });
  router.use("/api/bookings", createBookingRouter({ ...deps, requireRow, limits }));
  router.use("/api", createChoicesRouter(coconut, now));
  router.use(refuseUnreadable, answerRefusal(log));
  return router;
}

function answerRefusal(log: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    const refusal = toRefusal(error);
    if (!(refusal instanceof Refusal) || response.headersSent) return next(error);
    const { cause } = refusal;
    const { status, code } = refusal.facts;
    if (cause instanceof Error) log.warn({ status, code, reason: cause.message }, "pane");
    refuse(response, refusal.facts);
  };
}
