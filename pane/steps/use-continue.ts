/** What the "Continue" button of a step does. */
import { useEffect, useState } from "preact/hooks";
import type { StepProps } from "./step-props.ts";
import type { LoadState } from "../server/use-loaded.ts";

/** What is wrong with one control of a step. */
export interface ControlError {
  readonly controlId: string;
  readonly text: string;
}

interface Presses {
  readonly count: number;
  /** Which controls had an error at the last press. */
  readonly faultyIds: readonly string[];
}

/**
 * Goes on from a step, unless one of `problems` is found: its error is then shown until it is put right. A press that
 * comes before the step's list is loaded takes effect when that is, unless the list has removed a choice: the banker
 * must see the notice first.
 */
export function useContinue(
  problems: readonly ControlError[],
  { flow, dispatch }: StepProps,
  list: LoadState<unknown>["kind"],
) {
  const [presses, setPresses] = useState<Presses>({ count: 0, faultyIds: [] });
  const [isWaiting, setWaiting] = useState(false);
  const errors = problems.filter(({ controlId }) => presses.faultyIds.includes(controlId));
  const goOn = (): void => {
    if (problems.length === 0) dispatch({ type: "continued" });
    else setPresses({ count: presses.count + 1, faultyIds: problems.map(({ controlId }) => controlId) });
  };
  useEffect(() => {
    if (!isWaiting || list === "loading") return;
    setWaiting(false);
    if (list === "ready" && flow.notice === null) goOn();
  }, [isWaiting, list]);
  return {
    /** How often "Continue" found errors. */
    tries: presses.count,
    errors,
    errorOf: (controlId: string): string | undefined =>
      errors.find((error) => error.controlId === controlId)?.text,
    isWaiting,
    onContinue: (): void => (list === "loading" ? setWaiting(true) : goOn()),
  };
}
