import { describe, Field, type FieldProps } from "./field.tsx";

export interface TextFieldProps extends FieldProps {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly onBlur?: () => void;
  readonly type?: "text" | "email" | "tel";
  readonly autoComplete?: "off" | "given-name" | "family-name" | "email" | "tel";
  readonly inputMode?: "text" | "email" | "tel" | "numeric";
  readonly maxLength?: number;
}

export function TextField(props: TextFieldProps) {
  const { value, onInput, onBlur, type = "text", autoComplete = "off", inputMode, maxLength } = props;
  return (
    <Field {...props}>
      <input
        {...describe(props)}
        class="input"
        type={type}
        list={undefined} // by which the types tell one kind of input from the other
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
