import type { ComponentChildren } from "preact";
import { Icon } from "./icons.tsx";

/** What every form control is given: its texts, and what is wrong with its value. */
export interface FieldProps {
  /** Also the target of the links of the error summary. */
  readonly id: string;
  readonly label: string;
  readonly required?: boolean;
  readonly error?: string | undefined;
  readonly help?: string | undefined;
}

/** The attributes that tie a control to the texts that `Field` shows around it. */
export function describe({ id, required, error, help }: FieldProps) {
  const describedBy = [error ? `${id}-error` : "", help ? `${id}-help` : ""].filter(Boolean).join(" ");
  return {
    id,
    // Not `required`: the browser's own bubbles would compete with our messages.
    "aria-required": required ? true : undefined,
    "aria-invalid": error ? true : undefined,
    "aria-describedby": describedBy || undefined,
  } as const;
}

export function FieldError({ id, error }: Pick<FieldProps, "id" | "error">) {
  if (!error) return null;
  return (
    <p class="field-error" id={`${id}-error`}>
      <Icon name="error" />
      <span>{error}</span>
    </p>
  );
}

export function FieldHelp({ id, help }: Pick<FieldProps, "id" | "help">) {
  if (!help) return null;
  return (
    <p class="field-help" id={`${id}-help`}>
      {help}
    </p>
  );
}

export function RequiredMark() {
  return (
    <span class="required-mark" aria-hidden="true">
      *
    </span>
  );
}

/** Label above, then the control, then what is wrong, then help. */
export function Field({ children, ...field }: FieldProps & { readonly children: ComponentChildren }) {
  return (
    <div class="field">
      <label class="field-label" for={field.id}>
        {field.label}
        {field.required && <RequiredMark />}
      </label>
      {children}
      <FieldError {...field} />
      <FieldHelp {...field} />
    </div>
  );
}
