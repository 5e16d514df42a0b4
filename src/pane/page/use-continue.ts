import { useState } from "preact/hooks";
import type { FlowAction } from "./flow-reducer.ts";

export interface FieldError {
  readonly field: string;
  readonly text: string;
}

/** Going on from a step: what is wrong shows only after the first try, and goes away as it is put right. */
export function useContinue(problems: readonly FieldError[], dispatch: (action: FlowAction) => void) {
  const [tries, setTries] = useState(0);
  const errors = tries === 0 ? [] : problems;
  return {
    tries,
    errors,
    errorOf: (field: string): string | undefined => errors.find((error) => error.field === field)?.text,
    onContinue: (): void => {
      if (problems.length === 0) dispatch({ type: "continued" });
      else setTries((count) => count + 1);
    },
  };
}
