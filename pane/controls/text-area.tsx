/** A text field of several lines. */
import { controlAttributes, Field, type FieldProps } from "./field.tsx";

interface TextAreaProps extends FieldProps {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly rows?: number;
  readonly maxLength?: number;
}

/** Shows a text field of several lines with its label. */
export function TextArea(props: TextAreaProps) {
  const { value, onInput, rows = 3, maxLength } = props;
  return (
    <Field {...props}>
      <textarea
        {...controlAttributes(props)}
        class="input input-area"
        rows={rows}
        value={value}
        maxLength={maxLength}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </Field>
  );
}
