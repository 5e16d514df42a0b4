/** The only script of the login window: finds out whether the pane opened it, and closes it when the login is done. */

const { state, kind, tx = "", lcid = "" } = document.body.dataset;
const helloEveryMs = 250;
const openerTimeoutMs = 5_000;

if (state === "start") askOpener();
if (state === "done") window.close();
document.getElementById("close")?.addEventListener("click", () => window.close());
const form = document.querySelector("form");
const logIn = form?.querySelector("button");
form?.addEventListener("submit", (event) => {
  // A second press would send the password twice, which counts towards the lockout.
  if (logIn?.hasAttribute("aria-disabled")) event.preventDefault();
  logIn?.setAttribute("aria-disabled", "true");
});
// "pageshow" also comes when the browser shows a page it kept after it was submitted ("Back").
window.addEventListener("pageshow", () => logIn?.removeAttribute("aria-disabled"));

/** Asks the window that opened this one whether it is the pane that began this login; only then goes on. */
function askOpener(): void {
  const opener: unknown = window.opener;
  if (opener === null) return showOnly("not-opened");
  const sendHello = () =>
    (opener as Window).postMessage({ type: "login-hello", v: 1, tx }, window.location.origin);
  const hellos = setInterval(sendHello, helloEveryMs);
  const timeout = setTimeout(() => {
    stopAsking();
    showOnly("not-opened");
  }, openerTimeoutMs);
  window.addEventListener("message", onMessage);
  sendHello();

  function onMessage({ origin, source, data }: MessageEvent<unknown>): void {
    if (origin !== window.location.origin || source !== opener || !isConfirmation(data)) return;
    stopAsking();
    void bind(data.hint);
  }

  function stopAsking(): void {
    clearInterval(hellos);
    clearTimeout(timeout);
    window.removeEventListener("message", onMessage);
  }
}

/** The pane's message that this login is its own. */
interface Confirmation {
  readonly type: "login-yours";
  readonly v: 1;
  readonly tx: string;
  /** The name to sign in with, so that the identity provider need not ask for it. */
  readonly hint?: string;
}

function isConfirmation(data: unknown): data is Confirmation {
  if (typeof data !== "object" || data === null) return false;
  const message = data as Readonly<Partial<Record<keyof Confirmation, unknown>>>;
  const { hint } = message;
  return (
    message.type === "login-yours" &&
    message.v === 1 &&
    message.tx === tx &&
    (hint === undefined || typeof hint === "string")
  );
}

/** Tells the server that this browser may complete the login, then shows the form or goes to the identity provider. */
async function bind(hint?: string): Promise<void> {
  const response = await fetch("/pane/login/bind", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(kind === "sso" ? { tx, hint } : { tx }),
  }).catch(() => undefined);
  if (!response?.ok) return window.location.replace(`/pane/login/over?lcid=${encodeURIComponent(lcid)}`);
  if (kind === "sso") {
    return window.location.replace(
      `/pane/login/sso?tx=${encodeURIComponent(tx)}&lcid=${encodeURIComponent(lcid)}`,
    );
  }
  showOnly("bound");
  document.getElementById("username")?.focus();
}

/** Shows one of the page's three parts, and hides the others. */
function showOnly(id: string): void {
  for (const part of ["waiting", "not-opened", "bound"]) {
    const element = document.getElementById(part);
    if (element) element.hidden = part !== id;
  }
}
