/** The routes of the pages, the login and the session. */
import type { LoginRefusal } from "@coconut-dynamics/pane/contract";
import {
  BindBody,
  LcidQuery,
  LoginWindowQuery,
  PasswordForm,
  SessionBody,
} from "../../src/pane/login/schemas.ts";
import { LoginPending, Session } from "./answers.ts";
import { anywhere, ofBody, ofSession, type Operation } from "./operation.ts";

const loginRefusals: readonly LoginRefusal[] = [
  "login_failed",
  "login_cancelled",
  "not_staff",
  "login_unavailable",
  "coconut_unavailable",
];

/** What the pages of the login window answer when something is wrong: a page that says so. */
const faultPages = { 400: "The address or the form cannot be read", 429: "Too many requests" };

/** The routes of the page that Dynamics frames, and of its files. */
export const pageOperations: readonly Operation[] = [
  {
    id: "getPane",
    method: "get",
    path: "/pane/",
    summary: "The page that Dynamics frames",
    mediaType: "text/html",
    answers: { 200: "The page" },
    refusals: anywhere,
  },
  ...(["pane.js", "pane.css", "login.js", "login.css"] as const).map((file): Operation => ({
    id: `get_${file.replace(".", "_")}`,
    method: "get",
    path: `/pane/assets/${file}`,
    summary: "A script or style of the pages",
    mediaType: file.endsWith("js") ? "text/javascript" : "text/css",
    answers: { 200: "The file" },
    refusals: { 500: ["internal_error"] },
  })),
];

/** The routes of the login window and of the session. */
export const loginOperations: readonly Operation[] = [
  {
    id: "getLoginWindow",
    method: "get",
    path: "/pane/login",
    summary: "The login window; its script binds it to the browser once the pane has said that it is its own",
    parameters: { query: LoginWindowQuery },
    mediaType: "text/html",
    answers: { 200: "The page", ...faultPages },
    refusals: { 500: ["internal_error"] },
  },
  {
    id: "getLoginOver",
    method: "get",
    path: "/pane/login/over",
    summary: "Says that the login has ended",
    parameters: { query: LcidQuery },
    mediaType: "text/html",
    answers: { 410: "The page", 429: faultPages[429] },
    refusals: { 500: ["internal_error"] },
  },
  {
    id: "bindLogin",
    method: "post",
    path: "/pane/login/bind",
    summary: "Binds a login to this browser, by a cookie: no other browser can finish it",
    body: BindBody,
    answers: { 204: "Bound; sets the cookie __Host-coconut-login" },
    refusals: { ...anywhere, ...ofBody, 403: ["foreign_origin"], 410: ["login_expired"] },
  },
  {
    id: "logInByPassword",
    method: "post",
    path: "/pane/login/password",
    summary: "The form of the login window: username and password of Coconut",
    login: "password",
    proof: "loginWindow",
    body: PasswordForm,
    bodyType: "application/x-www-form-urlencoded",
    mediaType: "text/html",
    answers: {
      200: "Logged in; the pane fetches the session",
      403: "Not this browser's login, a wrong password, a disabled account, or nobody in Coconut; or another origin",
      410: "The login has ended",
      413: "The form is too large",
      415: "The form is compressed or in another character set",
      422: "Username or password is missing",
      503: "Coconut cannot be reached",
      ...faultPages,
    },
    refusals: { 500: ["internal_error"] },
  },
  {
    id: "leaveForIdentityProvider",
    method: "get",
    path: "/pane/login/sso",
    summary: "Sends the browser to the identity provider",
    login: "sso",
    proof: "loginWindow",
    parameters: { query: LoginWindowQuery },
    mediaType: "text/html",
    answers: {
      303: "To the identity provider, by Location",
      410: "Not this browser's login, or it has ended",
      503: "The identity provider cannot be reached",
      ...faultPages,
    },
    refusals: { 500: ["internal_error"] },
  },
  {
    id: "returnFromIdentityProvider",
    method: "get",
    path: "/pane/login/callback",
    summary: "Where the identity provider sends the browser back to, with the parameters of OpenID Connect",
    login: "sso",
    proof: "loginWindow",
    mediaType: "text/html",
    answers: {
      200: "Logged in, or cancelled; the pane fetches the session or the reason",
      403: "Not this browser's login, a second way back, not confirmed, or nobody in Coconut",
      410: "The login has ended",
      429: faultPages[429],
      503: "The identity provider or Coconut cannot be reached",
    },
    refusals: { 500: ["internal_error"] },
  },
  {
    id: "fetchSession",
    method: "post",
    path: "/pane/session",
    summary: "Asks, by the login's verifier, whether the login is done; a session is given once",
    body: SessionBody,
    answers: {
      200: { schema: Session, description: "Logged in" },
      202: { schema: LoginPending, description: "Not done yet: ask again" },
    },
    refusals: {
      ...anywhere,
      ...ofBody,
      403: ["foreign_origin", ...loginRefusals],
      410: ["login_expired"],
    },
  },
  {
    id: "endSession",
    method: "delete",
    path: "/pane/session",
    summary: "Logs out",
    proof: "session",
    answers: { 204: "The session has ended" },
    refusals: ofSession,
  },
];
