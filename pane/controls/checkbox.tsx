import { describe, FieldError, FieldHelp, type FieldProps, RequiredMark } from "./field.tsx";

export interface CheckboxProps extends FieldProps {
  readonly value: boolean;
  readonly onInput: (value: boolean) => void;
}

/** One yes or no; its label stands beside it. */
export function Checkbox(props: CheckboxProps) {
  return (
    <div class="field">
      <label class="choice">
        <input
          {...describe(props)}
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
