import { Button } from "../controls/button.tsx";
import { usePane } from "../shell/context.ts";

interface ContinueButtonProps {
  readonly onContinue: () => void;
  /** It was pressed before the step's list was there. */
  readonly isWaiting: boolean;
}

export function ContinueButton({ onContinue, isWaiting }: ContinueButtonProps) {
  return (
    <Button appearance="primary" busy={isWaiting} onClick={onContinue}>
      {usePane().words.continue}
    </Button>
  );
}
