import { html, type Html } from "@coconut-dynamics/sandbox-kit/html";

/** What the sign-in form shows. */
export interface SignIn {
  /** What was typed, or login_hint. */
  readonly email: string;
  /** Whether the e-mail address and password just sent were wrong. */
  readonly isRefused: boolean;
}

/** The HTML of the sign-in form. */
export function signInPage({ email, isRefused }: SignIn): string {
  const complaint = html`<p class="error" id="problem" role="alert">
    That e-mail address and password do not go together. Check both and try again.
  </p>`;
  const tied = isRefused ? html` aria-invalid="true" aria-describedby="problem"` : html``;
  // With an e-mail address filled in, only the password is left to type.
  const focus = html` autofocus`;
  return layout(
    "Sign in",
    html`<form method="post">
      ${isRefused ? complaint : html``}
      <label for="email">E-mail address</label>
      <input
        id="email"
        name="email"
        type="email"
        value="${email}"
        required
        maxlength="200"
        autocomplete="username"
        ${tied}${email === "" ? focus : html``}
      />
      <label for="password">Password</label>
      <input
        id="password"
        name="password"
        type="password"
        required
        maxlength="200"
        autocomplete="current-password"
        ${tied}${email === "" ? html`` : focus}
      />
      <div class="actions">
        <button name="action" value="cancel" formnovalidate type="submit">Cancel</button>
        <button class="primary" id="sign-in" name="action" value="sign-in" type="submit">Sign in</button>
      </div>
    </form>`,
  );
}

/** Asks somebody who has a session whether to end it. */
export function signOutPage(name: string): string {
  return layout(
    "Sign out",
    html`<p>You are signed in as ${name}. Sign out of everything that asks here who you are?</p>
      <form method="post">
        <div class="actions">
          <button class="primary" id="sign-out" name="action" value="sign-out" type="submit">Sign out</button>
        </div>
      </form>`,
  );
}

/** The HTML that says that this browser has no session. */
export function signedOutPage(): string {
  return layout(
    "You are signed out",
    html`<p>This browser has no session here. You can close this window.</p>`,
  );
}

/** The HTML that shows a problem which cannot be reported to the application. */
export function problemPage(problem: string): string {
  return layout(
    "This cannot go on",
    html`<p>${problem}</p>
      <p>Close this window, and tell whoever looks after the application you came from.</p>`,
  );
}

/** The Content Security Policy of a page whose form may go to the given sources. */
export function pagePolicy(formAction: string) {
  return {
    "content-security-policy": `default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action ${formAction}; frame-ancestors 'none'`,
  };
}

function layout(title: string, content: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Identity provider (stand-in)</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <main>
          <p class="brand"><span aria-hidden="true" class="mark"></span>Acme Bank</p>
          <h1>${title}</h1>
          ${content}
        </main>
        <footer>A stand-in of an identity provider, for trying things out.</footer>
      </body>
    </html>`.text;
}

/** The style sheet of all pages. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: #eef1f5; --card: #fff; --ink: #1b1b1b; --soft: #575b61; --line: #65696f; --accent: #0b5cab;
  --accent-hover: #084a8b; --on-accent: #fff; --plain: #dfe2e6; --plain-hover: #cfd3d8; --bad: #a4262c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #16191d; --card: #23272c; --ink: #f3f3f3; --soft: #b6bbc2; --line: #9aa0a7; --accent: #74b6f5;
    --accent-hover: #9accf9; --on-accent: #0a2138; --plain: #3a4047; --plain-hover: #4a5159; --bad: #ff9a98;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; display: grid; grid-template-rows: 1fr auto; justify-items: center; align-items: center;
  padding: 1rem; background: var(--ground); color: var(--ink); font: 15px/20px "Segoe UI", system-ui, sans-serif;
}
main { width: min(27.5rem, 100%); padding: 2.75rem; background: var(--card); box-shadow: 0 2px 6px rgb(0 0 0 / .2); }
.brand { display: flex; gap: .625rem; align-items: center; margin: 0 0 1rem; font-size: 1.125rem; font-weight: 600; color: var(--soft); }
.mark { width: 1.375rem; height: 1.375rem; border-radius: 50%; background: linear-gradient(135deg, var(--accent) 50%, var(--plain) 50%); }
h1 { margin: 0 0 1.25rem; font-size: 1.5rem; line-height: 1.75rem; font-weight: 600; }
p { margin: 0 0 1rem; }
.error { color: var(--bad); }
label { display: block; margin: .75rem 0 .25rem; font-weight: 600; }
input {
  width: 100%; height: 2.25rem; padding: 0 .125rem; font: inherit; color: inherit; background: transparent;
  border: 0; border-bottom: 1px solid var(--line); border-radius: 0;
}
input:focus-visible { outline: 2px solid var(--accent); }
input[aria-invalid] { border-bottom-color: var(--bad); }
.actions { display: flex; flex-wrap: wrap; gap: .5rem; justify-content: flex-end; margin-top: 1.75rem; }
button { min-width: 6.75rem; min-height: 2rem; padding: .25rem .75rem; font: inherit; color: inherit; background: var(--plain); border: 1px solid transparent; cursor: pointer; }
button:hover { background: var(--plain-hover); }
button.primary { color: var(--on-accent); background: var(--accent); }
button.primary:hover { background: var(--accent-hover); }
button:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; }
footer { padding-top: 1rem; color: var(--soft); font-size: .8125rem; text-align: center; }
@media (max-width: 30rem) { main { padding: 1.5rem; } }
`;
