import { describe, Field, type FieldProps } from "./field.tsx";

export interface SelectProps extends FieldProps {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** First option, with the value "", while nothing is chosen. */
  readonly placeholder?: string;
}

export function Select(props: SelectProps) {
  const { value, onInput, options, placeholder } = props;
  return (
    <Field {...props}>
      <span class="select-box">
        <select
          {...describe(props)}
          class="input input-select"
          value={value}
          onChange={(event) => onInput(event.currentTarget.value)}
        >
          {placeholder !== undefined && <option value="">{placeholder}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      </span>
    </Field>
  );
}
