/** The view of a banker who is not logged in. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Api } from "../server/api.ts";
import { CancelFooter } from "../shell/cancel-footer.tsx";
import { Button } from "../controls/button.tsx";
import { Icon } from "../controls/icons.tsx";
import { MessageBar } from "../controls/message-bar.tsx";
import { Spinner } from "../controls/spinner.tsx";
import { focusHeading } from "../shell/focus-heading.ts";
import { waitForSession, createLoginAttempt, loginPath } from "./wait-for-session.ts";
import type { LoginAttempt } from "./wait-for-session.ts";
import { isLoginHello } from "../shell/host-messages.ts";
import { usePane } from "../shell/context.ts";
import type { Session } from "../contract.d.ts";
import type { Words } from "../words/en.ts";

interface LogInViewProps {
  readonly api: Api;
  readonly lcid: number;
  /** Sent to the identity provider, so that it need not ask for it; "" where it is not known. */
  readonly signInName: string;
  /** The name of the person whom the appointment is for. */
  readonly name: string;
  /** Whether an earlier session has ended. */
  readonly isAgain: boolean;
  /** Whether cancelling loses answers. */
  readonly isDirty: boolean;
  readonly onLoggedIn: (session: Session) => void;
  readonly onCancel: () => void;
}

interface WaitingPhase {
  readonly kind: "waiting";
  readonly attempt: LoginAttempt;
  /** The browser did not open the login window. */
  readonly isBlocked: boolean;
}

type Phase = { readonly kind: "idle"; readonly failure?: string } | WaitingPhase;

/** Opens the login window, and waits until the login in it is done. */
export function LogInView(props: LogInViewProps) {
  const { lcid, name, isAgain, isDirty, onCancel } = props;
  const { words } = usePane();
  const [phase, setPhase] = useState<Phase>({ kind: "idle" });
  const prepared = usePreparedAttempt(phase.kind === "idle");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  useLogin(props, phase, (failure) => setPhase({ kind: "idle", failure }));

  // In the click handler itself: browsers block a window that is opened later.
  const logIn = (attempt: LoginAttempt): void => {
    const opened = window.open(loginPath(attempt.challenge, lcid), "_blank", "popup,width=480,height=680");
    setPhase({ kind: "waiting", attempt, isBlocked: opened === null });
  };

  return (
    <>
      <main class="pane-body">
        <div class="welcome">
          <div class="welcome-picture">
            <Icon name="calendar" />
          </div>
          <h2 class="step-title" tabIndex={-1} ref={heading}>
            {isAgain ? words.logIn.againTitle : words.logIn.title}
          </h2>
          <p>{isAgain ? words.logIn.again : words.logIn.why(name)}</p>
          {phase.kind === "idle" && phase.failure !== undefined && (
            <MessageBar intent="error">{failureText(words.logIn.failures, phase.failure)}</MessageBar>
          )}
          {phase.kind === "idle" && prepared && (
            <Button appearance="primary" onClick={() => logIn(prepared)}>
              {words.logIn.open}
            </Button>
          )}
          <div role="status">
            {phase.kind === "waiting" && !phase.isBlocked && <Spinner label={words.logIn.waiting} />}
          </div>
          {phase.kind === "waiting" && <Waiting phase={phase} lcid={lcid} />}
        </div>
      </main>
      <CancelFooter
        needsConfirmation={isDirty && phase.kind === "idle"}
        onCancel={phase.kind === "waiting" ? () => setPhase({ kind: "idle" }) : onCancel}
      />
    </>
  );
}

function Waiting({ phase, lcid }: { readonly phase: WaitingPhase; readonly lcid: number }) {
  const { words } = usePane();
  const opener = useRef<HTMLAnchorElement>(null);
  // The button that had the focus was removed.
  useEffect(() => (opener.current ? opener.current.focus() : focusHeading()), []);
  if (!phase.isBlocked) return <p class="quiet">{words.logIn.waitingHelp}</p>;
  // Without rel=opener the login window could not send messages to this pane.
  const link = (
    <a class="link" target="_blank" rel="opener" href={loginPath(phase.attempt.challenge, lcid)} ref={opener}>
      {words.logIn.openLink}
    </a>
  );
  return (
    <MessageBar intent="warning" role="alert" action={link}>
      {words.logIn.blocked}
    </MessageBar>
  );
}

/** Creates a new attempt each time one is wanted; the button is shown once there is one, because a click cannot wait. */
function usePreparedAttempt(isWanted: boolean): LoginAttempt | undefined {
  const [prepared, setPrepared] = useState<LoginAttempt | undefined>(undefined);
  useEffect(() => {
    setPrepared(undefined);
    if (!isWanted) return;
    let isCancelled = false;
    const prepare = async (): Promise<void> => {
      const attempt = await createLoginAttempt();
      if (!isCancelled) setPrepared(attempt);
    };
    void prepare();
    return () => {
      isCancelled = true;
    };
  }, [isWanted]);
  return prepared;
}

/** While waiting: confirms to the login window that this pane opened it, and asks the server for the session. */
function useLogin(
  { api, signInName, onLoggedIn }: LogInViewProps,
  phase: Phase,
  onFailed: (code: string) => void,
): void {
  useEffect(() => {
    if (phase.kind !== "waiting") return;
    const { verifier, challenge } = phase.attempt;
    const leaving = new AbortController();
    const answerHello = ({ origin, source, data }: MessageEvent): void => {
      if (origin !== window.location.origin || source === null || !isLoginHello(data, challenge)) return;
      const reply = { type: "login-yours", v: 1, tx: challenge, hint: signInName };
      (source as Window).postMessage(reply, window.location.origin);
    };
    window.addEventListener("message", answerHello);
    const wait = async (): Promise<void> => {
      const outcome = await waitForSession(api, verifier, leaving.signal);
      if (outcome.kind === "logged_in") onLoggedIn(outcome.session);
      else if (outcome.kind === "failed") onFailed(outcome.code);
    };
    void wait();
    return () => {
      leaving.abort();
      window.removeEventListener("message", answerHello);
    };
  }, [phase]);
}

function failureText(failures: Words["logIn"]["failures"], code: string): string {
  return Object.hasOwn(failures, code) ? failures[code as keyof typeof failures] : failures.other;
}
