import { useObservable } from "../app/observable.ts";
import { initialsOf } from "../app/initials.ts";
import type { Shell } from "../parts/shell-parts.ts";
import type { Words } from "../app/words.ts";
import { shownValue } from "./field.tsx";
import { layouts } from "../record/layouts.ts";
import type { FormRecord, RecordState } from "../record/record.ts";

/** The tabs of a form. */
export type Tab = "summary" | "details";

interface Props {
  readonly shell: Shell;
  readonly record: FormRecord;
  readonly tab: Tab;
  readonly onTab: (tab: Tab) => void;
}

/** The top of a form: name, header fields and tabs. */
export function FormHeader({ shell, record, tab, onTab }: Props) {
  const { words, settings } = shell;
  const state = useObservable(record.state);
  const { table } = record;
  const isNew = state.id === undefined;
  const typedName = [record.valueOf("firstname"), record.valueOf("lastname")].filter(Boolean).join(" ");
  const newTitle = table.name === "lead" ? words.newLead : words.newContact;
  const title = isNew ? newTitle : typedName;
  return (
    <div class="form-header">
      <div class="form-title">
        <span class="avatar large" aria-hidden="true">
          {initialsOf(title)}
        </span>
        <div>
          <h1>
            {title} <small>- {statusOf(words, state, record.isDirty())}</small>
          </h1>
          <p class="quiet">{words[table.singular]}</p>
        </div>
        <dl class="header-fields">
          {!isNew &&
            layouts[table.name].header.map((field) => (
              <div key={field.column}>
                <dd>{shownValue({ record, field, lcid: settings.lcid }) || "---"}</dd>
                <dt>{field.labels[settings.lcid]}</dt>
              </div>
            ))}
        </dl>
      </div>
      <div class="tabs" role="tablist">
        {(["summary", "details"] as const).map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            aria-selected={tab === name}
            onClick={() => onTab(name)}
          >
            {words[name]}
          </button>
        ))}
      </div>
    </div>
  );
}

function statusOf(words: Words, { phase, formState, id }: RecordState, isDirty: boolean): string {
  if (phase === "loading") return words.loading;
  if (phase === "saving") return words.saving;
  if (formState === "Disabled" || formState === "ReadOnly") return words.readOnly;
  return isDirty || id === undefined ? words.unsaved : words.saved;
}
