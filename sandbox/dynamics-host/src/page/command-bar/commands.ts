import type { Command, Labels } from "../../package/command.ts";
import type { FormRecord } from "../record/record.ts";
import { bracedId } from "../xrm/form-context.ts";
import type { Shell } from "../parts/shell-parts.ts";
import type { IconName } from "../app/icons.tsx";
import type { ParameterValues } from "../scripts/form-scripts.ts";
import { type Circumstances, isRuleMet } from "../scripts/rules.ts";

/** A button of the stand-in or of the solution. */
export interface ShownCommand {
  readonly id: string;
  readonly sequence: number;
  readonly label: string;
  readonly toolTip: string;
  readonly icon: IconName | { readonly webResource: string } | undefined;
  readonly run: () => void;
}

/** The commands of a form, the stand-in's own and the solution's, in the order of their sequence. */
export function formCommands(
  shell: Shell,
  record: FormRecord,
  formContext: Xrm.FormContext,
  circumstances: Circumstances,
): readonly ShownCommand[] {
  const canWrite = ["Create", "Existing"].includes(circumstances.formState);
  const solutionCommands = shell.settings.commands[record.table.name] ?? [];
  return [
    ...ownCommands(shell, record).filter(({ id }) => canWrite || !id.startsWith("save")),
    ...solutionCommands
      .filter((command) => command.rules.every((rule) => isRuleMet(rule, circumstances)))
      .map((command) => shownCommand(shell, command, parametersOf(shell, record, formContext))),
  ].toSorted((a, b) => a.sequence - b.sequence);
}

function own(id: string, sequence: number, label: string, icon: IconName, run: () => unknown): ShownCommand {
  return { id, sequence, label, toolTip: label, icon, run: () => void run() };
}

function ownCommands(shell: Shell, record: FormRecord): readonly ShownCommand[] {
  const { words, router } = shell;
  return [
    own("save", 10, words.save, "save", () => shell.save(record)),
    own("saveAndClose", 30, words.saveAndClose, "saveAndClose", async () => {
      if (await shell.save(record)) router.back();
    }),
    own("new", 45, words.newRow, "add", () =>
      router.open({ kind: "form", table: record.table, id: undefined }),
    ),
    own("refresh", 80, words.refresh, "refresh", async () => {
      await record.load();
      record.timelineRefreshes.set(record.timelineRefreshes.get() + 1);
    }),
  ];
}

function shownCommand(shell: Shell, command: Command, values: ParameterValues): ShownCommand {
  const { id, sequence, labels, toolTips, image, actions } = command;
  const { lcid, baseLanguage } = shell.settings;
  const labelIn = (texts: Labels) => texts[lcid] ?? texts[baseLanguage] ?? "";
  const run = async () => {
    for (const action of actions) await shell.formScripts.run(action, values);
  };
  return {
    id,
    sequence,
    label: labelIn(labels),
    toolTip: labelIn(toolTips),
    icon: image === undefined ? undefined : { webResource: image },
    run: () => {
      run().catch((error: unknown) => shell.showScriptError(error));
    },
  };
}

function parametersOf(shell: Shell, record: FormRecord, formContext: Xrm.FormContext): ParameterValues {
  return {
    PrimaryControl: () => formContext,
    FirstPrimaryItemId: () => bracedId(record.state.get().id),
    PrimaryEntityTypeName: () => record.table.name,
    UserLcid: () => shell.settings.lcid,
    OrgLcid: () => shell.settings.baseLanguage,
  };
}
