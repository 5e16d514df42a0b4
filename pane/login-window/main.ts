// The login window's only script: asks its opener whether this login is its own, and closes itself when done.

const { state, kind, tx = "", lcid = "" } = document.body.dataset;
const helloEveryMs = 250;
const patienceMs = 5_000;

if (state === "start") start();
if (state === "done") window.close();
document.getElementById("close")?.addEventListener("click", () => window.close());
const form = document.querySelector("form");
const logIn = form?.querySelector("button");
form?.addEventListener("submit", (event) => {
  // A second press would be a second try at the password.
  if (logIn?.hasAttribute("aria-disabled")) event.preventDefault();
  logIn?.setAttribute("aria-disabled", "true");
});
// Also when the browser kept the page as it was sent, and shows it again.
window.addEventListener("pageshow", () => logIn?.removeAttribute("aria-disabled"));

function start(): void {
  const opener: unknown = window.opener;
  if (opener === null) return showOnly("not-opened");
  const hello = () =>
    (opener as Window).postMessage({ type: "login-hello", v: 1, tx }, window.location.origin);
  const asking = setInterval(hello, helloEveryMs);
  const patience = setTimeout(() => stop("not-opened"), patienceMs);
  window.addEventListener("message", answered);
  hello();

  function answered({ origin, source, data }: MessageEvent<unknown>): void {
    if (origin !== window.location.origin || source !== opener || !isYours(data)) return;
    stop();
    void bind(data.hint);
  }

  function stop(show?: string): void {
    clearInterval(asking);
    clearTimeout(patience);
    window.removeEventListener("message", answered);
    if (show !== undefined) showOnly(show);
  }
}

interface Yours {
  readonly type: "login-yours";
  readonly v: 1;
  readonly tx: string;
  /** For the identity provider: whom it need not ask for a name. */
  readonly hint?: string;
}

function isYours(data: unknown): data is Yours {
  if (typeof data !== "object" || data === null) return false;
  const { type, v, tx: theirs, hint } = data as Readonly<Partial<Record<keyof Yours, unknown>>>;
  return (
    type === "login-yours" && v === 1 && theirs === tx && (hint === undefined || typeof hint === "string")
  );
}

/** From here on the server knows that this browser's login is the pane's. */
async function bind(hint?: string): Promise<void> {
  const answer = await fetch("/pane/login/bind", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(kind === "sso" ? { tx, hint } : { tx }),
  }).catch(() => undefined);
  if (!answer?.ok) return window.location.replace(`/pane/login/over?lcid=${encodeURIComponent(lcid)}`);
  if (kind === "sso") {
    return window.location.replace(
      `/pane/login/sso?tx=${encodeURIComponent(tx)}&lcid=${encodeURIComponent(lcid)}`,
    );
  }
  showOnly("bound");
  document.getElementById("username")?.focus();
}

function showOnly(id: string): void {
  for (const part of ["waiting", "not-opened", "bound"]) {
    const element = document.getElementById(part);
    if (element) element.hidden = part !== id;
  }
}
