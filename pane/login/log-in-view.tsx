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
import type { Session } from "../../src/pane/contract.ts";
import type { Words } from "../words/en.ts";

interface LogInViewProps {
  readonly api: Api;
  readonly lcid: number;
  readonly signInName: string;
  /** For whom the appointment will be. */
  readonly name: string;
  /** A session ended in the middle of the booking. */
  readonly isAgain: boolean;
  /** There are answers to lose. */
  readonly isDirty: boolean;
  readonly onSession: (session: Session) => void;
  readonly onCancel: () => void;
}

interface WaitingPhase {
  readonly kind: "waiting";
  readonly transaction: LoginAttempt;
  readonly isBlocked: boolean;
}

type Phase = { readonly kind: "idle"; readonly failure?: string } | WaitingPhase;

export function LogInView(props: LogInViewProps) {
  const { lcid, name, isAgain, isDirty, onCancel } = props;
  const { words } = usePane();
  const [phase, setPhase] = useState<Phase>({ kind: "idle" });
  const prepared = usePreparedAttempt(phase.kind === "idle");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  useLogin(props, phase, (failure) => setPhase({ kind: "idle", failure }));

  // The window is opened in the click itself: a browser blocks what comes later.
  const logIn = (transaction: LoginAttempt): void => {
    const opened = window.open(
      loginPath(transaction.challenge, lcid),
      "_blank",
      "popup,width=480,height=680",
    );
    setPhase({ kind: "waiting", transaction, isBlocked: opened === null });
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
        isAsked={isDirty && phase.kind === "idle"}
        onCancel={phase.kind === "waiting" ? () => setPhase({ kind: "idle" }) : onCancel}
      />
    </>
  );
}

function Waiting({ phase, lcid }: { readonly phase: WaitingPhase; readonly lcid: number }) {
  const { words } = usePane();
  const opener = useRef<HTMLAnchorElement>(null);
  // The button that was pressed is gone.
  useEffect(() => (opener.current ? opener.current.focus() : focusHeading()), []);
  if (!phase.isBlocked) return <p class="quiet">{words.logIn.waitingHelp}</p>;
  // A plain target=_blank would cut the window off from this pane.
  const link = (
    <a
      class="link"
      target="_blank"
      rel="opener"
      href={loginPath(phase.transaction.challenge, lcid)}
      ref={opener}
    >
      {words.logIn.openLink}
    </a>
  );
  return (
    <MessageBar intent="warning" role="alert" action={link}>
      {words.logIn.blocked}
    </MessageBar>
  );
}

/** A fresh transaction for every try, made before the button is there: a press without one would be lost. */
function usePreparedAttempt(isWanted: boolean): LoginAttempt | undefined {
  const [prepared, setPrepared] = useState<LoginAttempt | undefined>(undefined);
  useEffect(() => {
    setPrepared(undefined);
    if (!isWanted) return;
    let isLeft = false;
    const prepare = async (): Promise<void> => {
      const transaction = await createLoginAttempt();
      if (!isLeft) setPrepared(transaction);
    };
    void prepare();
    return () => {
      isLeft = true;
    };
  }, [isWanted]);
  return prepared;
}

/** While waiting: tells the login window that it is ours, and asks the server whether the login is done. */
function useLogin(
  { api, signInName, onSession }: LogInViewProps,
  phase: Phase,
  onFailed: (code: string) => void,
): void {
  useEffect(() => {
    if (phase.kind !== "waiting") return;
    const { verifier, challenge } = phase.transaction;
    const leaving = new AbortController();
    const answerHello = ({ origin, source, data }: MessageEvent): void => {
      if (origin !== window.location.origin || source === null || !isLoginHello(data, challenge)) return;
      const yours = { type: "login-yours", v: 1, tx: challenge, hint: signInName };
      (source as Window).postMessage(yours, window.location.origin);
    };
    window.addEventListener("message", answerHello);
    const wait = async (): Promise<void> => {
      const outcome = await waitForSession(api, verifier, leaving.signal);
      if (outcome.kind === "logged_in") onSession(outcome.session);
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
