/** The control for the answer to one question. */
import { CheckboxList } from "../controls/checkbox-list.tsx";
import { Checkbox } from "../controls/checkbox.tsx";
import { Select } from "../controls/select.tsx";
import { TextArea } from "../controls/text-area.tsx";
import { TextField } from "../controls/text-field.tsx";
import { checkedAnswer, isMultipleChoice } from "../flow/questions.ts";
import { usePane } from "../shell/context.ts";
import type { Question } from "../contract.d.ts";

interface QuestionFieldProps {
  readonly id: string;
  readonly question: Question;
  readonly value: readonly string[];
  readonly onInput: (value: readonly string[]) => void;
  readonly error: string | undefined;
}

const maxAnswerLength = 1000;

/** Shows the control that the kind of question needs. */
export function QuestionField({ id, question, value, onInput, error }: QuestionFieldProps) {
  const { words } = usePane();
  const { label, required, options } = question;
  const field = { id, label, required, error, help: question.help ?? undefined };
  const single = { ...field, value: value[0] ?? "", onInput: (text: string) => onInput([text]) };
  if (isMultipleChoice(question))
    return <CheckboxList {...field} value={value} onInput={onInput} options={options} />;
  switch (question.kind) {
    case "checkbox":
      return (
        <Checkbox
          {...field}
          value={value[0] === checkedAnswer}
          onInput={(isChecked) => onInput(isChecked ? [checkedAnswer] : [])}
        />
      );
    case "select":
      return <Select {...single} options={options} placeholder={words.details.choose} />;
    case "paragraph":
      return <TextArea {...single} maxLength={maxAnswerLength} />;
    default:
      return <TextField {...single} maxLength={maxAnswerLength} />;
  }
}
