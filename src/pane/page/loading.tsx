import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Button } from "./controls/button.tsx";
import { MessageBar } from "./controls/message-bar.tsx";
import { Skeleton } from "./controls/skeleton.tsx";
import { refusalText, usePane } from "./pane-context.ts";
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
  if (of.kind === "ready") return <>{children(of.value)}</>;
  if (of.kind === "failed") return <LoadFailed code={of.code} retry={of.retry} />;
  return <AfterPatience>{<Skeleton lines={lines} label={label} />}</AfterPatience>;
}

export function LoadFailed({ code, retry }: { readonly code: string; readonly retry: () => void }) {
  const { words } = usePane();
  return (
    <MessageBar
      intent="error"
      title={words.loadFailedTitle}
      action={<Button onClick={retry}>{words.tryAgain}</Button>}
    >
      {refusalText(words, code)}
    </MessageBar>
  );
}

/** What comes quickly needs no sign of waiting. */
export function AfterPatience({ children }: { readonly children: ComponentChildren }) {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setOver(true), patienceMs);
    return () => clearTimeout(timer);
  }, []);
  return isOver ? <>{children}</> : null;
}
