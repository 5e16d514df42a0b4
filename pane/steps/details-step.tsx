/** The step at which the attendees' names, addresses and answers are entered. */
import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../controls/button.tsx";
import { Checkbox } from "../controls/checkbox.tsx";
import { findProblems, stillRefused } from "../flow/details.ts";
import type { Problem, RefusedField } from "../flow/details.ts";
import { controlIdOf } from "../flow/field-address.ts";
import type { FieldAddress } from "../flow/field-address.ts";
import { maxAttendees } from "../flow/flow.ts";
import type { Flow } from "../flow/flow.ts";
import { useBanker } from "../server/banker-context.ts";
import { Loading, LoadFailed } from "../server/loading.tsx";
import { useLoaded } from "../server/use-loaded.ts";
import { usePane } from "../shell/context.ts";
import type { Words } from "../words/en.ts";
import { ContinueButton } from "./continue-button.tsx";
import { PersonFields } from "./person-fields.tsx";
import { StepFrame } from "./step-frame.tsx";
import type { StepProps } from "./step-props.ts";
import { useContinue } from "./use-continue.ts";
import type { ControlError } from "./use-continue.ts";

interface DetailsStepProps extends StepProps {
  /** What the server did not accept, until the banker presses "Continue" or removes a person. */
  readonly refusedFields: readonly RefusedField[];
  readonly onRefusedFieldsSeen: () => void;
}

/** Shows the fields of every attendee, and loads the questions of the chosen service. */
export function DetailsStep(props: DetailsStepProps) {
  const { flow, dispatch, refusedFields, onRefusedFieldsSeen } = props;
  const { words, language } = usePane();
  const { api } = useBanker();
  const [announcement, setAnnouncement] = useState("");
  const service = flow.service?.id ?? "";
  const questions = useLoaded({
    key: `questions ${service}`,
    load: (signal) => api.questions(service, signal),
    onLoaded: (value) => dispatch({ type: "questions_loaded", questions: value.questions }),
  });
  const isLoaded = questions.kind === "ready";
  const toError = (problem: Problem): ControlError => ({
    controlId: controlIdOf(problem.field),
    text: problemText(problem, flow, words),
  });
  const next = useContinue(findProblems(flow).map(toError), props, questions.kind);
  const errors = [...stillRefused(flow, refusedFields).map(toError), ...next.errors];
  const errorOf = (field: FieldAddress): string | undefined =>
    errors.find(({ controlId }) => controlId === controlIdOf(field))?.text;
  const onContinue = (): void => {
    onRefusedFieldsSeen();
    next.onContinue();
  };
  const lastPerson = useFocusOnNewPerson(flow.attendees.length);

  return (
    <StepFrame
      {...props}
      {...next}
      errors={errors}
      onContinue={onContinue}
      action={questions.kind !== "failed" && <ContinueButton {...next} onContinue={onContinue} />}
    >
      {questions.kind === "failed" && <LoadFailed code={questions.code} retry={questions.retry} />}
      {flow.attendees.map((attendee, index) => (
        <PersonFields
          key={index}
          attendee={attendee}
          index={index}
          onChange={(change) => dispatch({ type: "attendee_changed", index, change })}
          onRemove={() => {
            // Refused fields name attendees by position, and the positions change now.
            onRefusedFieldsSeen();
            dispatch({ type: "attendee_removed", index });
            setAnnouncement(words.details.removed(index + 1));
          }}
          questions={isLoaded ? questions.value.questions : []}
          errorOf={errorOf}
          fieldsRef={index === flow.attendees.length - 1 ? lastPerson : null}
        />
      ))}
      {questions.kind !== "failed" && (
        <Loading of={questions} label={words.loading.questions} lines={2}>
          {() => null}
        </Loading>
      )}
      {flow.attendees.length < maxAttendees ? (
        <div>
          <Button
            id="add-person"
            onClick={() => {
              dispatch({ type: "attendee_added", language });
              setAnnouncement(words.details.added(flow.attendees.length + 1));
            }}
          >
            {words.details.add}
          </Button>
        </div>
      ) : (
        <p class="quiet">{words.details.most}</p>
      )}
      <p class="visually-hidden" role="status">
        {announcement}
      </p>
      <Checkbox
        id={controlIdOf(notify)}
        label={words.details.notify}
        value={flow.isNotified}
        onInput={(isNotified) => dispatch({ type: "notify_set", isNotified })}
        error={errorOf(notify)}
      />
    </StepFrame>
  );
}

const notify = { of: "booking", field: "notify" } as const;

/** Focuses the first field of a person who was just added; after a removal, the button that adds one. */
function useFocusOnNewPerson(count: number) {
  const lastPerson = useRef<HTMLDivElement>(null);
  const before = useRef(count);
  useEffect(() => {
    if (count > before.current) lastPerson.current?.querySelector("input")?.focus();
    if (count < before.current) document.getElementById("add-person")?.focus();
    before.current = count;
  }, [count]);
  return lastPerson;
}

function problemText(problem: Problem, flow: Flow, { details }: Words): string {
  const { field } = problem;
  const label = labelOf(field, flow, details);
  const text = textOf(problem, label, details.problems);
  const index = field.of === "booking" ? 0 : field.index;
  return index === 0 ? text : details.problemOf(details.person(index + 1), text);
}

function textOf(problem: Problem, label: string, texts: Words["details"]["problems"]): string {
  switch (problem.kind) {
    case "too_long":
      return texts.too_long(label, String(problem.maxLength));
    case "refused":
      return texts.refused(label, problem.message);
    default:
      return texts[problem.kind](label);
  }
}

function labelOf(field: FieldAddress, { questions }: Flow, details: Words["details"]): string {
  switch (field.of) {
    case "attendee":
      return details[field.field];
    case "answer":
      return questions.find(({ id }) => id === field.questionId)?.label ?? "";
    case "booking":
      return details.notify;
  }
}
