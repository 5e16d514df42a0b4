import { Button } from "../controls/button.tsx";
import { usePane } from "../pane-context.ts";

export function ContinueButton({ onClick }: { readonly onClick: () => void }) {
  return (
    <Button appearance="primary" onClick={onClick}>
      {usePane().words.continue}
    </Button>
  );
}
