import { useEffect, useState } from "preact/hooks";
import type { StepProps } from "./step-props.ts";
import type { LoadState } from "../server/use-loaded.ts";

export interface FieldError {
  readonly field: string;
  readonly text: string;
}

interface Tried {
  readonly tries: number;
  /** The fields that the last try found wrong. */
  readonly found: readonly string[];
}

/**
 * Going on from a step: what a try found wrong shows after it, and goes away as it is put right. A try that comes
 * before the step's list counts when the list is there, unless that took an answer away: this is to be seen first.
 */
export function useContinue(
  problems: readonly FieldError[],
  { flow, dispatch }: StepProps,
  list: LoadState<unknown>["kind"],
) {
  const [{ tries, found }, setTried] = useState<Tried>({ tries: 0, found: [] });
  const [isWaiting, setWaiting] = useState(false);
  const errors = problems.filter(({ field }) => found.includes(field));
  const go = (): void => {
    if (problems.length === 0) dispatch({ type: "continued" });
    else setTried({ tries: tries + 1, found: problems.map(({ field }) => field) });
  };
  useEffect(() => {
    if (!isWaiting || list === "loading") return;
    setWaiting(false);
    if (list === "ready" && flow.notice === null) go();
  }, [isWaiting, list]);
  return {
    tries,
    errors,
    errorOf: (field: string): string | undefined => errors.find((error) => error.field === field)?.text,
    isWaiting,
    onContinue: (): void => (list === "loading" ? setWaiting(true) : go()),
  };
}
