// Describes choices as the metadata API does.

import { guidOf } from "../ids.ts";
import { optionsOf } from "../model/metadata.ts";
import type { Column, GlobalChoice, Option, State, Table } from "../model/metadata.ts";
import type { Definition } from "./definition.ts";
import { baseLanguage, labelOf, managed } from "./labels.ts";
import type { Model } from "../model/model.ts";

/** The OptionSet of a column with options of its own; null for columns without options. */
export function columnChoice(table: Table, column: Column): Definition | null {
  const name = `${table.logicalName}_${column.name}`;
  const id = guidOf(`choice:${name}`);
  if (column.type === "boolean") {
    const option = (value: 0 | 1): Record<string, unknown> => {
      const own = value === 1 ? column.trueLabel : column.falseLabel;
      return optionMetadata(name, own ?? { value, label: value === 1 ? "Yes" : "No" });
    };
    const options = { TrueOption: option(1), FalseOption: option(0) };
    const properties = { ...describe(name, id, "Boolean", column), ...options };
    return { type: "BooleanOptionSetMetadata", keys: { MetadataId: id, Name: name }, properties, parts: {} };
  }
  if (!["choice", "choices", "state", "status"].includes(column.type)) return null;
  const kinds: Readonly<Record<string, string>> = { state: "State", status: "Status" };
  const properties = {
    ...describe(name, id, kinds[column.type] ?? "Picklist", column),
    ParentOptionSetName: null,
    Options: optionsOf(table, column).map((option) => ({
      ...optionMetadata(name, option),
      ...stateDetails(table, column, option),
    })),
  };
  return { type: "OptionSetMetadata", keys: { MetadataId: id, Name: name }, properties, parts: {} };
}

/** The definition of a global choice. */
export function globalChoice(choice: GlobalChoice): Definition {
  const id = choiceId(choice);
  const { name } = choice;
  const properties = {
    ...describe(name, id, "Picklist", choice),
    IsGlobal: true,
    ParentOptionSetName: null,
    Options: choice.options.map((option) => optionMetadata(name, option)),
  };
  return { type: "OptionSetMetadata", keys: { MetadataId: id, Name: name }, properties, parts: {} };
}

/** The MetadataId of a global choice: the one it was given at creation, or one that follows from its name. */
export function choiceId(choice: GlobalChoice): string {
  return choice.metadataId ?? guidOf(`choice:${choice.name}`);
}

/** The GlobalOptionSet of a column; null if its options are its own. */
export function globalChoiceOf(model: Model, column: Column): Definition | null {
  const name = column.type === "choice" || column.type === "choices" ? column.globalChoice : undefined;
  const choice = name === undefined ? undefined : model.choiceNamed(name);
  return choice ? globalChoice(choice) : null;
}

function describe(
  name: string,
  id: string,
  type: string,
  described: Pick<GlobalChoice, "labels" | "description" | "isCustom" | "schemaName">,
): Record<string, unknown> {
  return {
    IsCustomOptionSet: described.isCustom ?? false,
    IsGlobal: false,
    IsManaged: !described.isCustom,
    Name: name,
    ExternalTypeName: "",
    OptionSetType: type,
    IntroducedVersion: described.isCustom ? "1.0.0.0" : "5.0.0.0",
    MetadataId: id,
    HasChanged: null,
    Description: labelOf(`${name}:description`, described.description ?? { [baseLanguage]: "" }),
    DisplayName: labelOf(name, described.labels ?? { [baseLanguage]: described.schemaName ?? name }),
    IsCustomizable: managed(true, "iscustomizable"),
  };
}

function optionMetadata(name: string, option: Option): Record<string, unknown> {
  return {
    Value: option.value,
    Color: option.color ?? null,
    IsManaged: false,
    ExternalValue: "",
    ParentValues: [],
    Tag: null,
    IsHidden: false,
    MetadataId: null,
    HasChanged: null,
    Label: labelOf(`${name}:${option.value}`, option.labels ?? { [baseLanguage]: option.label }),
    Description: labelOf(`${name}:${option.value}:description`, option.description ?? { [baseLanguage]: "" }),
  };
}

/** The further properties that options of state and status columns have. */
function stateDetails(table: Table, column: Column, option: Option): Record<string, unknown> {
  if (column.type === "state") {
    const state: State | undefined = table.states.find((one) => one.value === option.value);
    return {
      "@odata.type": "#Microsoft.Dynamics.CRM.StateOptionMetadata",
      DefaultStatus: state?.reasons[0]?.value ?? null,
      InvariantName: option.label,
    };
  }
  if (column.type !== "status") return {};
  const state = table.states.find((one) => one.reasons.some((reason) => reason.value === option.value));
  return {
    "@odata.type": "#Microsoft.Dynamics.CRM.StatusOptionMetadata",
    State: state?.value ?? null,
    TransitionData: null,
  };
}
