import { describe, Field, type FieldProps } from "./field.tsx";

export interface TextAreaProps extends FieldProps {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly rows?: number;
  readonly maxLength?: number;
}

export function TextArea(props: TextAreaProps) {
  const { value, onInput, rows = 3, maxLength } = props;
  return (
    <Field {...props}>
      <textarea
        {...describe(props)}
        class="input input-area"
        rows={rows}
        value={value}
        maxLength={maxLength}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </Field>
  );
}
