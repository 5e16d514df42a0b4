/** The fields of one attendee on the details step. */
import type { Ref } from "preact";
import { Button } from "../controls/button.tsx";
import { Select } from "../controls/select.tsx";
import { TextArea } from "../controls/text-area.tsx";
import { TextField } from "../controls/text-field.tsx";
import { maxLengths } from "../flow/details.ts";
import { controlIdOf } from "../flow/field-address.ts";
import type { AttendeeField, FieldAddress } from "../flow/field-address.ts";
import type { Attendee } from "../flow/flow.ts";
import { usePane } from "../shell/context.ts";
import type { Language, Question } from "../contract.d.ts";
import { QuestionField } from "./question-field.tsx";

interface PersonFieldsProps {
  readonly attendee: Attendee;
  /** 0 is the client, who cannot be removed. */
  readonly index: number;
  readonly onChange: (change: Partial<Attendee>) => void;
  readonly onRemove: () => void;
  /** What the service asks of each attendee. */
  readonly questions: readonly Question[];
  readonly errorOf: (field: FieldAddress) => string | undefined;
  readonly fieldsRef: Ref<HTMLDivElement>;
}

const maxNotesLength = 2000;

/** Shows the fields of one attendee. */
export function PersonFields(props: PersonFieldsProps) {
  const { attendee, index, onChange, onRemove, questions, errorOf, fieldsRef } = props;
  const { words } = usePane();
  const { details } = words;
  const textField = (name: Exclude<AttendeeField, "language">, maxLength: number) => {
    const address = { of: "attendee", index, field: name } as const;
    return {
      id: controlIdOf(address),
      label: details[name],
      value: attendee[name],
      error: errorOf(address),
      maxLength,
      onInput: (value: string) => onChange({ [name]: value }),
    };
  };
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
      <div class="stack" ref={fieldsRef}>
        <div class="pair">
          <TextField {...textField("firstName", maxLengths.firstName)} required />
          <TextField {...textField("lastName", maxLengths.lastName)} required />
        </div>
        <TextField {...textField("email", maxLengths.email)} type="email" inputMode="email" />
        <div class="pair">
          <TextField {...textField("cellPhone", maxLengths.cellPhone)} type="tel" inputMode="tel" />
          <Select
            id={controlIdOf({ of: "attendee", index, field: "language" })}
            label={details.language}
            value={attendee.language}
            onInput={(language) => onChange({ language: language as Language })}
            options={(["en", "fr"] as const).map((value) => ({ value, label: words.languages[value] }))}
          />
        </div>
        {questions.length > 0 && (
          <fieldset class="stack">
            <legend class="questions-title">{details.questions}</legend>
            {questions.map((question) => {
              const address = { of: "answer", index, questionId: question.id } as const;
              return (
                <QuestionField
                  key={question.id}
                  id={controlIdOf(address)}
                  question={question}
                  value={attendee.answers[question.id] ?? []}
                  onInput={(value) => onChange({ answers: { ...attendee.answers, [question.id]: value } })}
                  error={errorOf(address)}
                />
              );
            })}
          </fieldset>
        )}
        <TextArea
          {...textField("notes", maxNotesLength)}
          help={index === 0 ? details.notesHelp : undefined}
        />
      </div>
    </fieldset>
  );
}
