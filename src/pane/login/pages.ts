/** The pages of the login window: rendered by the server, so that they need little script and password managers know the form. */
import { html, type Html } from "../http/html.ts";
import type { Language } from "@coconut-dynamics/pane/contract";
import { languageOf } from "../http/language.ts";
import type { LoginWindowQuery } from "./schemas.ts";
import { type LoginWords, loginWords, type Notice } from "./words.ts";

/** What the form shows when it comes back. */
interface FormState {
  readonly username?: string;
  readonly error?: string;
  /** Whether what was typed is at fault, which it is not while the username is locked. */
  readonly isWrong?: boolean;
}

/** The first page. Its form is hidden until the pane has said that it opened this window. */
export function renderStartPage(kind: "password" | "sso", window: LoginWindowQuery): string {
  const language = languageOf(window.lcid);
  const words = loginWords[language];
  const form =
    kind === "password"
      ? html`<div id="bound" class="stack" hidden>${loginForm(window, {})}</div>`
      : undefined;
  const content = html`<p id="waiting" class="waiting" role="status">
      ${kind === "sso" ? words.leaving : words.connecting}
    </p>
    <noscript><p>${words.noScript}</p></noscript>
    <div id="not-opened" class="stack" hidden>${noticeOf(words, "notOpened", "alert")}</div>
    ${form}`;
  const data = html` data-state="start" data-kind="${kind}" data-tx="${window.tx}" data-lcid="${window.lcid}"`;
  return page(language, words.title, data, content);
}

/** The form again, with what was wrong. */
export function renderFormPage(window: LoginWindowQuery, state: FormState): string {
  const language = languageOf(window.lcid);
  const { title } = loginWords[language];
  return page(language, title, html``, html`<div class="stack">${loginForm(window, state)}</div>`);
}

/** A page that only says something. */
export function renderNoticePage(lcid: number, notice: Notice): string {
  const language = languageOf(lcid);
  const words = loginWords[language];
  const data = notice === "done" ? html` data-state="done"` : html``;
  return page(language, words[notice].title, data, noticeOf(words, notice, "status"));
}

function noticeOf(words: LoginWords, notice: Notice, role: "alert" | "status"): Html {
  const { title, text } = words[notice];
  return html`<div role="${role}">
      <h1>${title}</h1>
      <p class="quiet">${text}</p>
    </div>
    <div>
      <button type="button" id="close" class="button button-secondary">${words.close}</button>
    </div>`;
}

function loginForm(
  { tx, lcid }: LoginWindowQuery,
  { username = "", error, isWrong = false }: FormState,
): Html {
  const words = loginWords[languageOf(lcid)];
  const wrong =
    error === undefined
      ? undefined
      : html`${isWrong ? html` aria-invalid="true"` : undefined} aria-describedby="error"`;
  const focused = html` autofocus`;
  return html`<div>
      <h1>${words.title}</h1>
      <p class="quiet">${words.lead}</p>
    </div>
    ${error === undefined ? undefined : complaint(error)}
    <form class="form" method="post" action="/pane/login/password">
      <input type="hidden" name="tx" value="${tx}" />
      <input type="hidden" name="lcid" value="${lcid}" />
      <div class="field">
        <label class="field-label" for="username">${words.username}</label>
        <input
          class="input"
          id="username"
          name="username"
          type="text"
          value="${username}"
          autocomplete="username"
          autocapitalize="none"
          spellcheck="false"
          maxlength="254"
          required${wrong}
        />
      </div>
      <div class="field">
        <label class="field-label" for="password">${words.password}</label>
        <input
          class="input"
          id="password"
          name="password"
          type="password"
          autocomplete="current-password"
          maxlength="1024"
          required${wrong}${error === undefined ? undefined : focused}
        />
      </div>
      <button type="submit" class="button button-primary">${words.logIn}</button>
    </form>`;
}

function complaint(error: string): Html {
  return html`<div class="message message-error" role="alert">
    <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
      <path d="M10 2.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15Zm-2.8 4.7 5.6 5.6m0-5.6-5.6 5.6" />
    </svg>
    <p class="message-text" id="error">${error}</p>
  </div>`;
}

function page(language: Language, title: string, data: Html, content: Html): string {
  return html`<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${title}</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/pane/assets/login.css" />
    <script type="module" src="/pane/assets/login.js"></script>
  </head>
  <body${data}>
    <main>
      <p class="brand">
        <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
          <path d="M5 3.5h10A1.5 1.5 0 0 1 16.5 5v10a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 15V5A1.5 1.5 0 0 1 5 3.5ZM3.5 7.5h13M7 11l2 2 4-3.5" />
        </svg>
        ${loginWords[language].brand}
      </p>
      ${content}
    </main>
  </body>
</html>
`.html;
}
