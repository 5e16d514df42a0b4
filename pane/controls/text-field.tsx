/** A text field of one line. */
import { controlAttributes, Field, type FieldProps } from "./field.tsx";

interface TextFieldProps extends FieldProps {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly onBlur?: () => void;
  readonly type?: "text" | "email" | "tel";
  readonly autoComplete?: "off" | "given-name" | "family-name" | "email" | "tel";
  readonly inputMode?: "text" | "email" | "tel" | "numeric";
  readonly maxLength?: number;
}

/** Shows a text field of one line with its label. */
export function TextField(props: TextFieldProps) {
  const { value, onInput, onBlur, type = "text", autoComplete = "off", inputMode, maxLength } = props;
  return (
    <Field {...props}>
      <input
        {...controlAttributes(props)}
        class="input"
        type={type}
        list={undefined} // needed by Preact's types, which tell the kinds of input apart by it
        value={value}
        autocomplete={autoComplete}
        inputMode={inputMode}
        maxLength={maxLength}
        onInput={(event) => onInput(event.currentTarget.value)}
        onBlur={() => onBlur?.()}
      />
    </Field>
  );
}
