import { controlAttributes, FieldError, FieldHelp, type FieldProps, RequiredMark } from "./field.tsx";

interface CheckboxProps extends FieldProps {
  readonly value: boolean;
  readonly onInput: (value: boolean) => void;
}

/** One checkbox, with its label beside it. */
export function Checkbox(props: CheckboxProps) {
  return (
    <div class="field">
      <label class="choice">
        <input
          {...controlAttributes(props)}
          class="choice-box"
          type="checkbox"
          checked={props.value}
          onChange={(event) => props.onInput(event.currentTarget.checked)}
        />
        <span class="choice-label">
          {props.label}
          {props.required && <RequiredMark />}
        </span>
      </label>
      <FieldError {...props} />
      <FieldHelp {...props} />
    </div>
  );
}
