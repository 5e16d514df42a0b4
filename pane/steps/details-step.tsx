import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../controls/button.tsx";
import { Checkbox } from "../controls/checkbox.tsx";
import { findProblems, questionField, stillRefused } from "../flow/details.ts";
import type { Problem } from "../flow/details.ts";
import { maxAttendees } from "../flow/flow.ts";
import type { Attendee, Flow } from "../flow/flow.ts";
import { Loading, LoadFailed } from "../server/loading.tsx";
import { useBanker } from "../server/banker-context.ts";
import { usePane } from "../shell/context.ts";
import { StepFrame } from "./step-frame.tsx";
import type { StepProps } from "./step-props.ts";
import { useContinue } from "./use-continue.ts";
import { useLoaded } from "../server/use-loaded.ts";
import type { Words } from "../words/en.ts";
import { ContinueButton } from "./continue-button.tsx";
import { PersonFields } from "./person-fields.tsx";

interface DetailsStepProps extends StepProps {
  /** What the server did not accept, until the banker goes on. */
  readonly refused: readonly Problem[];
  readonly onRefusalSeen: () => void;
}

export function DetailsStep(props: DetailsStepProps) {
  const { flow, dispatch, refused, onRefusalSeen } = props;
  const { words, language } = usePane();
  const { api } = useBanker();
  const [said, setSaid] = useState("");
  const service = flow.service?.id ?? "";
  const questions = useLoaded({
    key: `questions ${service}`,
    load: (signal) => api.questions(service, signal),
    onLoaded: (value) => dispatch({ type: "questions_loaded", questions: value.questions }),
  });
  const isLoaded = questions.kind === "ready";
  const problems = findProblems(flow).map((problem) => ({
    field: problem.field,
    text: problemText(problem, flow, words),
  }));
  const tried = useContinue(problems, props, questions.kind);
  const errors = [
    ...stillRefused(flow, refused).map((problem) => ({
      field: problem.field,
      text: problemText(problem, flow, words),
    })),
    ...tried.errors,
  ];
  const errorOf = (field: string): string | undefined => errors.find((error) => error.field === field)?.text;
  const onContinue = (): void => {
    onRefusalSeen();
    tried.onContinue();
  };
  const newest = useNewest(flow.attendees.length);

  return (
    <StepFrame
      {...props}
      {...tried}
      errors={errors}
      onContinue={onContinue}
      action={questions.kind !== "failed" && <ContinueButton {...tried} onContinue={onContinue} />}
    >
      {questions.kind === "failed" && <LoadFailed code={questions.code} retry={questions.retry} />}
      {flow.attendees.map((attendee, index) => (
        <PersonFields
          key={index}
          attendee={attendee}
          index={index}
          onChange={(change) => dispatch({ type: "attendee_changed", index, change })}
          onRemove={() => {
            // It names people by their place, and that has moved.
            onRefusalSeen();
            dispatch({ type: "attendee_removed", index });
            setSaid(words.details.removed(index + 1));
          }}
          questions={isLoaded ? questions.value.questions : []}
          errorOf={errorOf}
          firstFieldRef={index === flow.attendees.length - 1 ? newest : null}
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
              setSaid(words.details.added(flow.attendees.length + 1));
            }}
          >
            {words.details.add}
          </Button>
        </div>
      ) : (
        <p class="quiet">{words.details.most}</p>
      )}
      <p class="visually-hidden" role="status">
        {said}
      </p>
      <Checkbox
        id="notify"
        label={words.details.notify}
        value={flow.isNotified}
        onInput={(isNotified) => dispatch({ type: "notify_set", isNotified })}
        error={errorOf("notify")}
      />
    </StepFrame>
  );
}

/** The first field of a person who was just added takes the focus; after a removal, the button that adds. */
function useNewest(count: number) {
  const field = useRef<HTMLDivElement>(null);
  const before = useRef(count);
  useEffect(() => {
    if (count > before.current) field.current?.querySelector("input")?.focus();
    if (count < before.current) document.getElementById("add-person")?.focus();
    before.current = count;
  }, [count]);
  return field;
}

function problemText({ field, kind, message = "" }: Problem, flow: Flow, { details }: Words): string {
  const text = details.problems[kind](labelOf(field, flow, details), message);
  const [, at = "0"] = field.split("-");
  return at === "0" ? text : details.problemOf(details.person(Number(at) + 1), text);
}

function labelOf(field: string, flow: Flow, details: Words["details"]): string {
  const [what, at, name] = field.split("-");
  if (what === "attendee") {
    return details[name as Exclude<keyof Attendee, "answers">];
  }
  const question = flow.questions.find((candidate) => questionField(Number(at), candidate) === field);
  return question?.label ?? details.notify;
}
