import { useEffect, useMemo, useState } from "preact/hooks";
import { formCommands } from "../command-bar/commands.ts";
import { CommandBar } from "../command-bar/command-bar.tsx";
import { Icon } from "../app/icons.tsx";
import { useObservable } from "../app/observable.ts";
import type { Shell } from "../parts/shell-parts.ts";
import type { Table } from "../app/tables.ts";
import { Timeline } from "../timeline/timeline.tsx";
import { createFormContext } from "../xrm/form-context.ts";
import { FormField } from "./field.tsx";
import { FormHeader } from "./form-header.tsx";
import { layouts, type Section } from "../record/layouts.ts";
import { createRecord, type FormRecord } from "../record/record.ts";

interface Props {
  readonly shell: Shell;
  readonly table: Table;
  readonly id: string | undefined;
}

/** The form of one row, or of a new one, with its command bar and timeline. */
export function Form({ shell, table, id }: Props) {
  const record = useMemo(() => createRecord(table, id, shell.settings.user.id), [table, id]);
  const formContext = useMemo(() => createFormContext(record), [record]);
  const { phase, formState, message } = useObservable(record.state);
  const privileges = useObservable(shell.privileges);
  const [tab, setTab] = useState<"summary" | "details">("summary");
  useEffect(() => {
    void record.load();
    return () => record.leave();
  }, [record]);
  const commands = useMemo(
    () =>
      phase === "loading" || phase === "unavailable" || !privileges
        ? []
        : formCommands(shell, record, formContext, { formState, privileges }),
    [phase, formState, privileges, record],
  );
  const { words } = shell;
  if (phase === "unavailable") {
    return (
      <>
        <CommandBar words={words} commands={[]} onBack={shell.router.back} />
        <div class="message error" role="alert">
          <Icon name="info" />
          <span>
            <b>{words.notLoaded}</b> {message}
          </span>
        </div>
      </>
    );
  }
  return (
    <>
      <CommandBar words={words} commands={commands} onBack={shell.router.back} />
      {message !== undefined && (
        <div class="message error" role="alert">
          <Icon name="info" />
          <span>
            <b>{words.notSaved}</b> {message}
          </span>
        </div>
      )}
      {(formState === "Disabled" || formState === "ReadOnly") && phase === "ready" && (
        <div class="message">
          <Icon name="lock" />
          <span>{words.readOnlyWhy}</span>
        </div>
      )}
      <FormHeader shell={shell} record={record} tab={tab} onTab={setTab} />
      <div class="form-body" aria-busy={phase === "loading"}>
        {tab === "summary" ? (
          <SummaryTab shell={shell} record={record} />
        ) : (
          <div class="columns details">
            <Sections shell={shell} record={record} sections={layouts[table.name].details} />
          </div>
        )}
      </div>
    </>
  );
}

function SummaryTab({ shell, record }: { readonly shell: Shell; readonly record: FormRecord }) {
  const { left, right } = layouts[record.table.name];
  return (
    <div class="columns">
      <div class="column">
        <Sections shell={shell} record={record} sections={left} />
      </div>
      <div class="column wide">
        <Timeline shell={shell} record={record} />
      </div>
      <div class="column">
        <Sections shell={shell} record={record} sections={right} />
      </div>
    </div>
  );
}

interface SectionsProps {
  readonly shell: Shell;
  readonly record: FormRecord;
  readonly sections: readonly Section[];
}

function Sections({ shell, record, sections }: SectionsProps) {
  const { lcid } = shell.settings;
  return sections.map((section) => (
    <section key={section.labels[1033]} class="card">
      <div class="card-title">
        <h2>{section.labels[lcid]}</h2>
      </div>
      {section.fields.map((field) => (
        <FormField key={field.column} record={record} field={field} lcid={lcid} />
      ))}
    </section>
  ));
}
