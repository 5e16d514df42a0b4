import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../controls/button.tsx";
import { Footer } from "../controls/footer.tsx";
import { usePane } from "./context.ts";

interface CancelFooterProps {
  /** There is something to lose: the banker is asked first, in place. */
  readonly isAsked: boolean;
  readonly onCancel: () => void;
  readonly children?: ComponentChildren;
}

export function CancelFooter({ isAsked, onCancel, children }: CancelFooterProps) {
  const { words } = usePane();
  const [wasAsked, setAsked] = useState<boolean | undefined>(undefined);
  const isAsking = wasAsked && isAsked;
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isAsking !== undefined) first.current?.focus();
    if (!isAsking) return;
    const keepOnEscape = ({ key }: KeyboardEvent): void => {
      if (key === "Escape") setAsked(false);
    };
    document.addEventListener("keydown", keepOnEscape);
    return () => document.removeEventListener("keydown", keepOnEscape);
  }, [isAsking]);
  if (!isAsking) {
    return (
      <Footer>
        <Button key="cancel" buttonRef={first} onClick={isAsked ? () => setAsked(true) : onCancel}>
          {words.cancel}
        </Button>
        {children}
      </Footer>
    );
  }
  return (
    <Footer>
      <p id="discard">{words.discard.question}</p>
      <Button key="discard" buttonRef={first} ariaDescribedBy="discard" onClick={onCancel}>
        {words.discard.discard}
      </Button>
      <Button onClick={() => setAsked(false)}>{words.discard.keep}</Button>
    </Footer>
  );
}
