/** What surrounds every step. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { CancelFooter } from "../shell/cancel-footer.tsx";
import { Button } from "../controls/button.tsx";
import { ErrorSummary } from "../controls/error-summary.tsx";
import { Footer } from "../controls/footer.tsx";
import { MessageBar } from "../controls/message-bar.tsx";
import { StepHeader } from "../controls/step-header.tsx";
import { firstIncompleteStep } from "../flow/reducer.ts";
import { stepsOf } from "../flow/flow.ts";
import type { DroppedChoice, Slot } from "../flow/flow.ts";
import { usePane } from "../shell/context.ts";
import type { StepProps } from "./step-props.ts";
import type { ControlError } from "./use-continue.ts";
import { formatDay, formatTime, zoneName } from "../words/when.ts";

interface StepFrameProps extends StepProps {
  readonly errors?: readonly ControlError[];
  /** How often "Continue" found errors; each time the error summary takes the focus. */
  readonly tries?: number;
  /** Used by "Back to review" where this step is incomplete, to show its errors. */
  readonly onContinue?: () => void;
  readonly children: ComponentChildren;
  /** The step's main button. */
  readonly action: ComponentChildren;
  /** Hides "Back", because nothing may be changed. */
  readonly isLocked?: boolean;
}

/** Shows the heading with the progress, notices and errors, the step's content, and the footer with its buttons. */
export function StepFrame(props: StepFrameProps) {
  const { flow, dispatch, onCancel, errors = [], tries = 0, onContinue } = props;
  const { children, action, isLocked = false } = props;
  const { words } = usePane();
  const heading = useRef<HTMLHeadingElement>(null);
  const steps = stepsOf(flow);
  const step = steps.indexOf(flow.step) + 1;

  const isToReview = flow.isEditing || step === 1;
  const back = (): void => {
    if (!isToReview) dispatch({ type: "went_back" });
    else if (firstIncompleteStep(flow) === flow.step && onContinue) onContinue();
    else dispatch({ type: "returned" });
  };

  useEffect(() => {
    window.scrollTo(0, 0);
    // If the step opens with errors, their summary has taken the focus.
    if (errors.length === 0) heading.current?.focus();
  }, []);

  return (
    <>
      <main class="pane-body">
        <StepHeader
          step={step}
          of={steps.length}
          title={words[flow.step].title}
          stepLabel={words.stepLabel(step, steps.length)}
          headingRef={heading}
        />
        {/* Always rendered: screen readers announce what is added to a live region, but may miss a new region. */}
        <div class="live" role="status">
          {flow.notice?.kind === "dropped" && <DroppedNotice what={flow.notice.what} />}
        </div>
        {flow.notice?.kind === "slot_taken" && <SlotTakenNotice slot={flow.notice.slot} />}
        <ErrorSummary
          title={words.errorsTitle(errors.length)}
          items={errors.map(({ controlId, text }) => ({ href: `#${controlId}`, text }))}
          focusKey={tries}
        />
        {children}
      </main>
      {step === 1 && !flow.hasSeenReview ? (
        <CancelFooter needsConfirmation={flow.isDirty} onCancel={onCancel}>
          {action}
        </CancelFooter>
      ) : (
        <Footer>
          {!isLocked && <Button onClick={back}>{isToReview ? words.toReview : words.back}</Button>}
          {action}
        </Footer>
      )}
    </>
  );
}

function DroppedNotice({ what }: { readonly what: readonly DroppedChoice[] }) {
  const { notices } = usePane().words;
  return (
    <MessageBar intent="warning" role="none">
      {what.map((choice) => notices.dropped[choice]).join(" ")}
    </MessageBar>
  );
}

function SlotTakenNotice({ slot: { start, timezone } }: { readonly slot: Slot }) {
  const { words, locale } = usePane();
  const time = `${formatDay(start, locale)}, ${formatTime(start, locale)}, ${zoneName(timezone, locale)}`;
  return (
    <MessageBar intent="warning" title={words.notices.slotTakenTitle} role="alert">
      {words.notices.slotTaken(time)}
    </MessageBar>
  );
}
