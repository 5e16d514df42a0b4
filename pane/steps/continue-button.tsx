/** The main button of most steps. */
import { Button } from "../controls/button.tsx";
import { usePane } from "../shell/context.ts";

interface ContinueButtonProps {
  readonly onContinue: () => void;
  /** It was pressed before the step's list was loaded. */
  readonly isWaiting: boolean;
}

/** "Continue", with a spinner while it waits for the list. */
export function ContinueButton({ onContinue, isWaiting }: ContinueButtonProps) {
  return (
    <Button appearance="primary" busy={isWaiting} onClick={onContinue}>
      {usePane().words.continue}
    </Button>
  );
}
