/** What is shown while a list loads, and when it could not be loaded. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Button } from "../controls/button.tsx";
import { MessageBar } from "../controls/message-bar.tsx";
import { Skeleton } from "../controls/skeleton.tsx";
import { focusHeading } from "../shell/focus-heading.ts";
import { refusalText, usePane } from "../shell/context.ts";
import type { LoadState } from "./use-loaded.ts";

/** A list that comes sooner is shown without a sign of waiting before it. */
const waitingSignAfterMs = 300;

interface LoadingProps<T> {
  readonly of: LoadState<T>;
  /** Said to a screen reader: "Loading services…". */
  readonly label: string;
  /** Rows of the placeholder. */
  readonly lines?: number;
  readonly children: (value: T) => ComponentChildren;
}

/** Shows the list once it is loaded; a placeholder before that, or why it could not be loaded. */
export function Loading<T>({ of, label, lines = 5, children }: LoadingProps<T>) {
  const isLong = useIsLong(of.kind === "loading");
  return (
    <>
      <p class="visually-hidden" role="status">
        {isLong ? label : ""}
      </p>
      {of.kind === "ready" && children(of.value)}
      {of.kind === "failed" && <LoadFailed code={of.code} retry={of.retry} />}
      {isLong && <Skeleton lines={lines} />}
    </>
  );
}

/** Says why a list could not be loaded, with a button that tries again. */
export function LoadFailed({ code, retry }: { readonly code: string; readonly retry: () => void }) {
  const { words } = usePane();
  const onRetry = (): void => {
    focusHeading();
    retry();
  };
  return (
    <MessageBar
      intent="error"
      title={words.loadFailedTitle}
      action={<Button onClick={onRetry}>{words.tryAgain}</Button>}
    >
      {refusalText(words, code)}
    </MessageBar>
  );
}

/** Shows its children only after a short wait, so that a quick start shows no sign of waiting. */
export function AfterDelay({ children }: { readonly children: ComponentChildren }) {
  return useIsLong(true) ? <>{children}</> : null;
}

/** True once `isWaiting` has been true for longer than a moment. */
function useIsLong(isWaiting: boolean): boolean {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    if (!isWaiting) return setLong(false);
    const timer = setTimeout(() => setLong(true), waitingSignAfterMs);
    return () => clearTimeout(timer);
  }, [isWaiting]);
  return isWaiting && isLong;
}
