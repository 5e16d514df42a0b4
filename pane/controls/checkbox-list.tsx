import { controlAttributes, FieldError, FieldHelp, type FieldProps } from "./field.tsx";

interface CheckboxListProps extends FieldProps {
  readonly value: readonly string[];
  readonly onInput: (value: readonly string[]) => void;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

/** A list of checkboxes of which several can be checked. */
export function CheckboxList(props: CheckboxListProps) {
  const { id, label, required, value, onInput, options } = props;
  const { "aria-describedby": describedBy } = controlAttributes(props);
  return (
    <fieldset class="field" id={id} aria-describedby={describedBy}>
      <legend class="field-label">
        {label}
        {/* Not RequiredMark: the mark must be read aloud here, as a group of checkboxes has no aria-required. */}
        {required && <span class="required-mark">*</span>}
      </legend>
      {options.map((option) => (
        <label class="choice" key={option.value}>
          <input
            class="choice-box"
            type="checkbox"
            checked={value.includes(option.value)}
            aria-invalid={props.error ? true : undefined}
            onChange={(event) => {
              const without = value.filter((other) => other !== option.value);
              onInput(event.currentTarget.checked ? [...without, option.value] : without);
            }}
          />
          <span class="choice-label">{option.label}</span>
        </label>
      ))}
      <FieldError {...props} />
      <FieldHelp {...props} />
    </fieldset>
  );
}
