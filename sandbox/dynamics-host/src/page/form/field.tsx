import type { Lcid } from "../app/settings.ts";
import { labelOf } from "../app/web-api.ts";
import { useObservable } from "../app/observable.ts";
import type { Field } from "../record/layouts.ts";
import type { FormRecord } from "../record/record.ts";

interface Props {
  readonly record: FormRecord;
  readonly field: Field;
  readonly lcid: Lcid;
}

/** A field with its label: an input, or its value where it cannot be changed. */
export function FormField({ record, field, lcid }: Props) {
  const { formState } = useObservable(record.state);
  const id = `field-${field.column}`;
  const isLocked = field.kind === "readOnly" || formState === "Disabled" || formState === "ReadOnly";
  return (
    <div class="field">
      <label for={id}>
        {field.labels[lcid]}
        {field.isRequired === true && <span class="required"> *</span>}
      </label>
      {isLocked ? (
        <output id={id} class="value">
          {shownValue({ record, field, lcid }) || "---"}
        </output>
      ) : (
        <FieldInput id={id} record={record} field={field} lcid={lcid} />
      )}
    </div>
  );
}

const inputTypes = { text: "text", email: "email", phone: "tel" } as const;

function FieldInput({ id, record, field, lcid }: Props & { readonly id: string }) {
  const { column, kind, options, isRequired = false } = field;
  const value = record.valueOf(column);
  const text = typeof value === "string" || typeof value === "number" ? String(value) : "";
  const edit = (next: string) => record.edit(column, next === "" ? null : next);
  if (kind === "choice") {
    return (
      <select
        id={id}
        value={text}
        onChange={({ currentTarget }) =>
          record.edit(column, currentTarget.value === "" ? null : Number(currentTarget.value))
        }
      >
        <option value="">---</option>
        {Object.entries(options ?? {}).map(([key, labels]) => (
          <option key={key} value={key} selected={key === text}>
            {labels[lcid]}
          </option>
        ))}
      </select>
    );
  }
  if (kind === "memo") {
    return (
      <textarea id={id} rows={6} value={text} onInput={({ currentTarget }) => edit(currentTarget.value)} />
    );
  }
  return (
    <input
      id={id}
      type={kind === "readOnly" ? "text" : inputTypes[kind]}
      value={text}
      placeholder="---"
      list={undefined}
      required={isRequired}
      autocomplete="off"
      onInput={({ currentTarget }) => edit(currentTarget.value)}
    />
  );
}

/** The text of a field that cannot be changed. */
export function shownValue({ record, field, lcid }: Props): string {
  const value = record.valueOf(field.column);
  const option = typeof value === "number" ? field.options?.[value] : undefined;
  return option?.[lcid] ?? labelOf(record.state.get().row, field.column);
}
