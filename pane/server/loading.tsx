import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Button } from "../controls/button.tsx";
import { MessageBar } from "../controls/message-bar.tsx";
import { Skeleton } from "../controls/skeleton.tsx";
import { focusHeading } from "../shell/focus-heading.ts";
import { refusalText, usePane } from "../shell/context.ts";
import type { Loaded } from "./use-loaded.ts";

const patienceMs = 300;

interface LoadingProps<T> {
  readonly of: Loaded<T>;
  readonly label: string;
  readonly lines?: number;
  readonly children: (value: T) => ComponentChildren;
}

/** The list when it is there; before that its shape, and if it cannot be had, why and what to do. */
export function Loading<T>({ of, label, lines = 5, children }: LoadingProps<T>) {
  const isSlow = usePatience(of.kind === "loading");
  return (
    <>
      <p class="visually-hidden" role="status">
        {isSlow ? label : ""}
      </p>
      {of.kind === "ready" && children(of.value)}
      {of.kind === "failed" && <LoadFailed code={of.code} retry={of.retry} />}
      {isSlow && <Skeleton lines={lines} />}
    </>
  );
}

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

/** What comes quickly needs no sign of waiting. */
export function AfterDelay({ children }: { readonly children: ComponentChildren }) {
  return usePatience(true) ? <>{children}</> : null;
}

function usePatience(isWaiting: boolean): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    if (!isWaiting) return setOver(false);
    const timer = setTimeout(() => setOver(true), patienceMs);
    return () => clearTimeout(timer);
  }, [isWaiting]);
  return isWaiting && isOver;
}
