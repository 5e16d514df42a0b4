/** Chooses the step that is shown. */
import type { RefusedField } from "../flow/details.ts";
import type { StepProps } from "./step-props.ts";
import type { BookingState } from "../booking/use-booking.ts";
import { DetailsStep } from "./details-step.tsx";
import { LocationStep } from "./location-step.tsx";
import { ReviewStep } from "./review-step.tsx";
import { ServiceStep } from "./service-step.tsx";
import { StaffStep } from "./staff-step.tsx";
import { TimeStep } from "./time-step.tsx";

interface CurrentStepProps extends StepProps {
  readonly refusedFields: readonly RefusedField[];
  readonly onRefusedFieldsSeen: () => void;
  readonly booking: BookingState;
  readonly onBook: () => void;
}

/** Shows the step at which the banker is. */
export function CurrentStep(props: CurrentStepProps) {
  const { flow, dispatch, onCancel } = props;
  const step = { flow, dispatch, onCancel };
  switch (flow.step) {
    case "service":
      return <ServiceStep {...step} />;
    case "location":
      return <LocationStep {...step} />;
    case "staff":
      return <StaffStep {...step} />;
    case "time":
      return <TimeStep {...step} />;
    case "details":
      return (
        <DetailsStep
          {...step}
          refusedFields={props.refusedFields}
          onRefusedFieldsSeen={props.onRefusedFieldsSeen}
        />
      );
    case "review":
      return <ReviewStep {...step} booking={props.booking} onBook={props.onBook} />;
  }
}
