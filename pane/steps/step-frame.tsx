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
import type { Dropped as DroppedAnswer, Slot } from "../flow/flow.ts";
import { usePane } from "../shell/context.ts";
import type { StepProps } from "./step-props.ts";
import { formatDay, formatTime, zoneName } from "../words/when.ts";

interface StepFrameProps extends StepProps {
  readonly errors?: readonly { readonly field: string; readonly text: string }[];
  /** Grows with every try to go on, so that the summary is found again. */
  readonly tries?: number;
  /** Says what is wrong with this step, where it is what keeps the banker from the review. */
  readonly onContinue?: () => void;
  readonly children: ComponentChildren;
  /** The step's main button. */
  readonly action: ComponentChildren;
  /** While nothing may change, there is no way back either. */
  readonly isLocked?: boolean;
}

/** What all steps share: heading with progress, what was dropped, what is wrong, and the bar of buttons. */
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
    // A step that begins with errors has given the focus to their summary.
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
        {/* Always there: what comes into a live region is said, what comes along with one may not be. */}
        <div class="live" role="status">
          {flow.notice?.kind === "dropped" && <Dropped what={flow.notice.what} />}
        </div>
        {flow.notice?.kind === "slot_taken" && <SlotTaken slot={flow.notice.slot} />}
        <ErrorSummary
          title={words.errorsTitle(errors.length)}
          items={errors.map(({ field, text }) => ({ href: `#${field}`, text }))}
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

function Dropped({ what }: { readonly what: readonly DroppedAnswer[] }) {
  const { notices } = usePane().words;
  return (
    <MessageBar intent="warning" role="none">
      {what.map((answer) => notices.dropped[answer]).join(" ")}
    </MessageBar>
  );
}

function SlotTaken({ slot: { start, timezone } }: { readonly slot: Slot }) {
  const { words, locale } = usePane();
  const time = `${formatDay(start, locale)}, ${formatTime(start, locale)}, ${zoneName(timezone, locale)}`;
  return (
    <MessageBar intent="warning" title={words.notices.slotTakenTitle} role="alert">
      {words.notices.slotTaken(time)}
    </MessageBar>
  );
}
