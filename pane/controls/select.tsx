/** A drop-down list. */
import { controlAttributes, Field, type FieldProps } from "./field.tsx";

interface SelectProps extends FieldProps {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** The text of a first option with the value "". */
  readonly placeholder?: string;
}

/** Shows a drop-down list with its label. */
export function Select(props: SelectProps) {
  const { value, onInput, options, placeholder } = props;
  return (
    <Field {...props}>
      <span class="select-box">
        <select
          {...controlAttributes(props)}
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
