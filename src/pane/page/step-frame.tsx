import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Button } from "./controls/button.tsx";
import { ErrorSummary } from "./controls/error-summary.tsx";
import { Footer } from "./controls/footer.tsx";
import { MessageBar } from "./controls/message-bar.tsx";
import { StepHeader } from "./controls/step-header.tsx";
import { stepsOf } from "./flow.ts";
import type { Notice } from "./flow.ts";
import { usePane } from "./pane-context.ts";
import type { StepProps } from "./step-props.ts";
import { formatDay, formatTime, zoneName } from "./when.ts";

interface StepFrameProps extends StepProps {
  readonly errors?: readonly { readonly field: string; readonly text: string }[];
  /** Grows with every try to go on, so that the summary is found again. */
  readonly tries?: number;
  readonly children: ComponentChildren;
  /** The step's main button. */
  readonly action: ComponentChildren;
  /** While nothing may change, there is no way back either. */
  readonly isLocked?: boolean;
}

/** What all steps share: heading with progress, what was dropped, what is wrong, and the bar of buttons. */
export function StepFrame(props: StepFrameProps) {
  const { flow, dispatch, onCancel, errors = [], tries = 0, children, action, isLocked = false } = props;
  const { words } = usePane();
  const heading = useRef<HTMLHeadingElement>(null);
  const steps = stepsOf(flow);
  const step = steps.indexOf(flow.step) + 1;

  useEffect(() => {
    window.scrollTo(0, 0);
    heading.current?.focus();
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
        <NoticeBar notice={flow.notice} />
        <ErrorSummary
          title={words.errorsTitle(errors.length)}
          items={errors.map(({ field, text }) => ({ href: `#${field}`, text }))}
          focusKey={tries}
        />
        {children}
      </main>
      <Footer>
        {step === 1 ? (
          <Button onClick={onCancel}>{words.cancel}</Button>
        ) : (
          !isLocked && <Button onClick={() => dispatch({ type: "went_back" })}>{words.back}</Button>
        )}
        {action}
      </Footer>
    </>
  );
}

function NoticeBar({ notice }: { readonly notice: Notice | null }) {
  const { words, locale } = usePane();
  if (notice === null) return null;
  const { notices } = words;
  if (notice.kind === "slot_taken") {
    const { start, timezone } = notice.slot;
    const time = `${formatDay(start, locale)}, ${formatTime(start, locale)}, ${zoneName(timezone, locale)}`;
    return (
      <MessageBar intent="warning" title={notices.slotTakenTitle} role="alert">
        {notices.slotTaken(time)}
      </MessageBar>
    );
  }
  return (
    <MessageBar intent="warning">{notice.what.map((what) => notices.dropped[what]).join(" ")}</MessageBar>
  );
}
