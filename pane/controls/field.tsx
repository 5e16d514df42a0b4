/** What the form controls have in common: label, error, help, and the attributes that tie them together. */
import type { ComponentChildren } from "preact";
import { Icon } from "./icons.tsx";

/** The properties that every form control has. */
export interface FieldProps {
  /** The control's id, which the error summary links to. */
  readonly id: string;
  readonly label: string;
  readonly required?: boolean;
  readonly error?: string | undefined;
  readonly help?: string | undefined;
}

/** The attributes by which a control refers to the texts that `Field` shows around it. */
export function controlAttributes({ id, required, error, help }: FieldProps) {
  const describedBy = [error ? `${id}-error` : "", help ? `${id}-help` : ""].filter(Boolean).join(" ");
  return {
    id,
    // Not `required`: the browser would show its own messages beside ours.
    "aria-required": required ? true : undefined,
    "aria-invalid": error ? true : undefined,
    "aria-describedby": describedBy || undefined,
  } as const;
}

/** The error text below a control. */
export function FieldError({ id, error }: Pick<FieldProps, "id" | "error">) {
  if (!error) return null;
  return (
    <p class="field-error" id={`${id}-error`}>
      <Icon name="error" />
      <span>{error}</span>
    </p>
  );
}

/** The help text below a control. */
export function FieldHelp({ id, help }: Pick<FieldProps, "id" | "help">) {
  if (!help) return null;
  return (
    <p class="field-help" id={`${id}-help`}>
      {help}
    </p>
  );
}

/** The asterisk of a required field. Hidden from screen readers, which read `aria-required`. */
export function RequiredMark() {
  return (
    <span class="required-mark" aria-hidden="true">
      *
    </span>
  );
}

/** Shows the label, the control, the error and the help, one below the other. */
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
