/** The footer of a step that can be cancelled. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../controls/button.tsx";
import { Footer } from "../controls/footer.tsx";
import { usePane } from "./context.ts";

interface CancelFooterProps {
  /** Whether answers would be lost: then the banker is asked first, in the footer itself. */
  readonly needsConfirmation: boolean;
  readonly onCancel: () => void;
  readonly children?: ComponentChildren;
}

/** The Cancel button beside the step's own; asks whether to discard the answers, if there are any. */
export function CancelFooter({ needsConfirmation, onCancel, children }: CancelFooterProps) {
  const { words } = usePane();
  // undefined until the first press, so that the footer takes no focus when it is first shown.
  const [wasPressed, setPressed] = useState<boolean | undefined>(undefined);
  const isAsking = wasPressed && needsConfirmation;
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isAsking !== undefined) first.current?.focus();
    if (!isAsking) return;
    const keepOnEscape = ({ key }: KeyboardEvent): void => {
      if (key === "Escape") setPressed(false);
    };
    document.addEventListener("keydown", keepOnEscape);
    return () => document.removeEventListener("keydown", keepOnEscape);
  }, [isAsking]);
  if (!isAsking) {
    return (
      <Footer>
        <Button
          key="cancel"
          buttonRef={first}
          onClick={needsConfirmation ? () => setPressed(true) : onCancel}
        >
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
      <Button onClick={() => setPressed(false)}>{words.discard.keep}</Button>
    </Footer>
  );
}
