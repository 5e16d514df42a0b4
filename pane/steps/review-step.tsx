/** The last step: everything is shown once more, and booked. */
import { useEffect, useRef } from "preact/hooks";
import type { Refusal } from "../server/api.ts";
import { Button } from "../controls/button.tsx";
import { Card } from "../controls/card.tsx";
import { DescriptionList } from "../controls/description-list.tsx";
import { MessageBar } from "../controls/message-bar.tsx";
import { refusalText, usePane } from "../shell/context.ts";
import { StepFrame } from "./step-frame.tsx";
import type { StepProps } from "./step-props.ts";
import { summaryOf } from "../flow/summary.ts";
import type { BookingState } from "../booking/use-booking.ts";

interface ReviewStepProps extends StepProps {
  readonly booking: BookingState;
  readonly onBook: () => void;
}

/** Shows the summary, the "Book" button, and why a booking was refused. */
export function ReviewStep(props: ReviewStepProps) {
  const { flow, dispatch, booking, onBook } = props;
  const { words, locale } = usePane();
  const { review } = words;
  const isSending = booking.kind === "sending";
  const isOutcomeUnknown = (isSending || booking.kind === "refused") && booking.isOutcomeUnknown;
  // A booking that may already be made must not be changed and sent again: that would book twice.
  const isLocked = isSending || isOutcomeUnknown;
  return (
    <StepFrame
      {...props}
      isLocked={isLocked}
      action={
        <Button
          appearance="primary"
          busy={isSending}
          busyLabel={isSending && booking.isAskingAgain ? review.asking : review.booking}
          onClick={onBook}
        >
          {isOutcomeUnknown ? review.askAgain : review.book}
        </Button>
      }
    >
      {booking.kind === "refused" && (
        <RefusalMessage refusal={booking.refusal} isOutcomeUnknown={booking.isOutcomeUnknown} />
      )}
      <Card>
        <DescriptionList
          hideActions={isLocked}
          rows={summaryOf(flow, words, locale).map(({ step, term, text }) => ({
            term,
            text,
            action: (
              <Button
                appearance="subtle"
                ariaLabel={words.editOf(term)}
                onClick={() => dispatch({ type: "edited", step })}
              >
                {words.edit}
              </Button>
            ),
          }))}
        />
      </Card>
      <p class="visually-hidden" role="status">
        {isSending ? (booking.isAskingAgain ? review.asking : review.booking) : ""}
      </p>
    </StepFrame>
  );
}

function RefusalMessage({
  refusal,
  isOutcomeUnknown,
}: {
  readonly refusal: Refusal;
  readonly isOutcomeUnknown: boolean;
}) {
  const { words } = usePane();
  const box = useRef<HTMLDivElement>(null);
  // The button that was pressed is at the bottom; this message may be out of view.
  useEffect(() => box.current?.scrollIntoView({ block: "nearest" }), []);
  const isWarning = isOutcomeUnknown || refusal.code === "asked_by_another";
  const text =
    isOutcomeUnknown && refusal.code === "network_lost"
      ? words.bookingLost
      : refusalText(words, refusal.code);
  return (
    <div ref={box}>
      <MessageBar
        intent={isWarning ? "warning" : "error"}
        title={isWarning ? words.unsureTitle : words.notBookedTitle}
        role="alert"
      >
        {text}
        {refusal.issues.length > 0 && (
          <ul>
            {refusal.issues.map(({ path, message }) => (
              <li key={path}>{message}</li>
            ))}
          </ul>
        )}
      </MessageBar>
    </div>
  );
}
