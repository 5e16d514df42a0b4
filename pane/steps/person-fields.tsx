import type { Ref } from "preact";
import { Button } from "../controls/button.tsx";
import { Select } from "../controls/select.tsx";
import { TextArea } from "../controls/text-area.tsx";
import { TextField } from "../controls/text-field.tsx";
import { attendeeField, longest, questionField } from "../flow/details.ts";
import type { FieldId } from "../flow/details.ts";
import type { Attendee } from "../flow/flow.ts";
import { usePane } from "../shell/context.ts";
import type { Language, Question } from "../../src/pane/contract.ts";
import { QuestionField } from "./question-field.tsx";

interface PersonFieldsProps {
  readonly attendee: Attendee;
  /** 0 is the client of the lead, who stays. */
  readonly index: number;
  readonly onChange: (change: Partial<Attendee>) => void;
  readonly onRemove: () => void;
  /** What the service asks of everybody who comes. */
  readonly questions: readonly Question[];
  readonly errorOf: (field: FieldId) => string | undefined;
  readonly firstFieldRef: Ref<HTMLDivElement>;
}

const longestNotes = 2000;

export function PersonFields(props: PersonFieldsProps) {
  const { attendee, index, onChange, onRemove, questions, errorOf, firstFieldRef } = props;
  const { words } = usePane();
  const { details } = words;
  // Not the banker's own name and address: the browser is not asked to fill these in.
  const field = (name: Exclude<keyof Attendee, "language" | "answers">, maxLength: number) => ({
    id: attendeeField(index, name),
    label: details[name],
    value: attendee[name],
    error: errorOf(attendeeField(index, name)),
    maxLength,
    onInput: (value: string) => onChange({ [name]: value }),
  });
  return (
    <fieldset class="person">
      <legend class="section-title">{index === 0 ? details.client : details.person(index + 1)}</legend>
      {index > 0 && (
        <div class="person-remove">
          <Button appearance="subtle" ariaLabel={details.removeOf(index + 1)} onClick={onRemove}>
            {details.remove}
          </Button>
        </div>
      )}
      <div class="stack" ref={firstFieldRef}>
        <div class="pair">
          <TextField {...field("firstName", longest.firstName)} required />
          <TextField {...field("lastName", longest.lastName)} required />
        </div>
        <TextField {...field("email", longest.email)} type="email" inputMode="email" />
        <div class="pair">
          <TextField {...field("cellPhone", longest.cellPhone)} type="tel" inputMode="tel" />
          <Select
            id={attendeeField(index, "language")}
            label={details.language}
            value={attendee.language}
            onInput={(language) => onChange({ language: language as Language })}
            options={(["en", "fr"] as const).map((value) => ({ value, label: words.languages[value] }))}
          />
        </div>
        {questions.length > 0 && (
          <fieldset class="stack">
            <legend class="questions-title">{details.questions}</legend>
            {questions.map((question) => (
              <QuestionField
                key={question.id}
                id={questionField(index, question)}
                question={question}
                value={attendee.answers[question.id] ?? []}
                onInput={(value) => onChange({ answers: { ...attendee.answers, [question.id]: value } })}
                error={errorOf(questionField(index, question))}
              />
            ))}
          </fieldset>
        )}
        <TextArea {...field("notes", longestNotes)} help={index === 0 ? details.notesHelp : undefined} />
      </div>
    </fieldset>
  );
}
