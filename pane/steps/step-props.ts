import type { FlowAction } from "../flow/reducer.ts";
import type { Flow } from "../flow/flow.ts";

/** The properties that every step has. */
export interface StepProps {
  readonly flow: Flow;
  readonly dispatch: (action: FlowAction) => void;
  readonly onCancel: () => void;
}
