import { useState } from "preact/hooks";
import type { FlowAction } from "./flow-reducer.ts";

export interface FieldError {
  readonly field: string;
  readonly text: string;
}

interface Tried {
  readonly tries: number;
  /** The fields that the last try found wrong. */
  readonly found: readonly string[];
}

/** Going on from a step: what a try found wrong shows after it, and goes away as it is put right. */
export function useContinue(problems: readonly FieldError[], dispatch: (action: FlowAction) => void) {
  const [{ tries, found }, setTried] = useState<Tried>({ tries: 0, found: [] });
  const errors = problems.filter(({ field }) => found.includes(field));
  return {
    tries,
    errors,
    errorOf: (field: string): string | undefined => errors.find((error) => error.field === field)?.text,
    onContinue: (): void => {
      if (problems.length === 0) dispatch({ type: "continued" });
      else setTried({ tries: tries + 1, found: problems.map(({ field }) => field) });
    },
  };
}
