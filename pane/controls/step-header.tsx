/** The head of a step. */
import type { Ref } from "preact";
import { useId } from "preact/hooks";

interface StepHeaderProps {
  /** Counts from 1. */
  readonly step: number;
  readonly of: number;
  readonly title: string;
  /** "Step 2 of 6" */
  readonly stepLabel: string;
  /** Used to focus the heading when the step changes. */
  readonly headingRef?: Ref<HTMLHeadingElement>;
}

/** Shows the progress bar, the number of the step, and its title. */
export function StepHeader({ step, of, title, stepLabel, headingRef }: StepHeaderProps) {
  const id = useId();
  return (
    <header class="step-header">
      <div class="step-bar" aria-hidden="true">
        {Array.from({ length: of }, (_, index) => (
          <span key={index} class={index < step ? "step-part step-done" : "step-part"} />
        ))}
      </div>
      <p class="step-label" id={id}>
        {stepLabel}
      </p>
      <h2 class="step-title" tabIndex={-1} aria-describedby={id} ref={headingRef ?? null}>
        {title}
      </h2>
    </header>
  );
}
