// The actions that change the options of choices.

import {
  columnOptions,
  globalOptions,
  insertStatusReason,
  type OptionOwner,
} from "../definitions/change-choices.ts";
import { firstOptionValue, nextOptionValue, readOption } from "../definitions/read-choice.ts";
import { scopeNamed } from "../definitions/components.ts";
import { textIn } from "../definitions/payload.ts";
import { requirePrivilege } from "../definitions/writes.ts";
import { duplicateOption, unknownDefinition, unknownOption, unknownTable } from "../errors/definitions.ts";
import { columnNamed } from "../model/metadata.ts";
import type { Table } from "../model/metadata.ts";
import { parametersOf, responseOf, type UnboundCall, type Operation } from "./operation.ts";

/** The parameters that say which choice is changed. */
const choiceParameters = {
  OptionSetName: "Edm.String?",
  AttributeLogicalName: "Edm.String?",
  EntityLogicalName: "Edm.String?",
  SolutionUniqueName: "Edm.String?",
};

/** The parameters that describe an option. */
const optionParameters = {
  Label: "mscrm.Label?",
  Description: "mscrm.Label?",
  Color: "Edm.String?",
  ParentValues: "Collection(Edm.Int32)?",
  ExternalValue: "Edm.String?",
};

/**
 * The action InsertOptionValue: adds an option to a choice, with the next free value if none is given, and
 * answers with the value.
 */
export const insertOptionValue: Operation = {
  name: "InsertOptionValue",
  kind: "action",
  boundTo: "nothing",
  parameters: parametersOf({ ...choiceParameters, ...optionParameters, Value: "Edm.Int32?" }),
  returns: responseOf("InsertOptionValue", { NewOptionValue: "Edm.Int32" }),
  run(call) {
    const owner = ownerOf(call);
    const first = solutionOf(call).firstOptionValue;
    const value =
      typeof call.values.Value === "number" ? call.values.Value : nextOptionValue(owner.options, first);
    if (owner.options.some((one) => one.value === value)) throw duplicateOption(value, owner.name);
    owner.write([...owner.options, readOption(call.values, value)]);
    return { NewOptionValue: value };
  },
};

/** The action UpdateOptionValue: changes the labels, description and color of an option. */
export const updateOptionValue: Operation = {
  name: "UpdateOptionValue",
  kind: "action",
  boundTo: "nothing",
  parameters: parametersOf({
    ...choiceParameters,
    ...optionParameters,
    Value: "Edm.Int32",
    MergeLabels: "Edm.Boolean",
  }),
  run(call) {
    const owner = ownerOf(call);
    const before = owner.options.find((one) => one.value === call.values.Value);
    if (!before) throw unknownOption(Number(call.values.Value), owner.name);
    const changed = readOption(call.values, before.value, before, call.values.MergeLabels === true);
    owner.write(owner.options.map((one) => (one === before ? changed : one)));
  },
};

/** The action DeleteOptionValue: removes an option; rows that have the value keep it. */
export const deleteOptionValue: Operation = {
  name: "DeleteOptionValue",
  kind: "action",
  boundTo: "nothing",
  parameters: parametersOf({ ...choiceParameters, Value: "Edm.Int32" }),
  run(call) {
    const owner = ownerOf(call);
    const kept = owner.options.filter((one) => one.value !== call.values.Value);
    if (kept.length === owner.options.length) throw unknownOption(Number(call.values.Value), owner.name);
    owner.write(kept);
  },
};

/** The action OrderOption: puts the options of a choice in the given order. */
export const orderOption: Operation = {
  name: "OrderOption",
  kind: "action",
  boundTo: "nothing",
  parameters: parametersOf({ ...choiceParameters, Values: "Collection(Edm.Int32)" }),
  run(call) {
    const owner = ownerOf(call);
    const order = Array.isArray(call.values.Values) ? (call.values.Values as unknown[]) : [];
    const missing = order.find((value) => !owner.options.some((one) => one.value === value));
    if (missing !== undefined) throw unknownOption(Number(missing), owner.name);
    owner.write(owner.options.toSorted((a, b) => order.indexOf(a.value) - order.indexOf(b.value)));
  },
};

/** The action InsertStatusValue: adds a status reason to a state, and answers with its value. */
export const insertStatusValue: Operation = {
  name: "InsertStatusValue",
  kind: "action",
  boundTo: "nothing",
  parameters: parametersOf({
    ...choiceParameters,
    ...optionParameters,
    Value: "Edm.Int32?",
    StateCode: "Edm.Int32",
  }),
  returns: responseOf("InsertStatusValue", { NewOptionValue: "Edm.Int32" }),
  run(call) {
    requirePrivilege(call.session, "PUT", "Attribute");
    const table = tableOf(call);
    const reasons = table.states.flatMap((state) => state.reasons);
    const value =
      typeof call.values.Value === "number" ? call.values.Value : nextOptionValue(reasons, firstOptionValue);
    insertStatusReason(call.session, table, Number(call.values.StateCode), readOption(call.values, value));
    return { NewOptionValue: value };
  },
};

function solutionOf({ session, values }: UnboundCall): ReturnType<typeof scopeNamed> {
  const name = values.SolutionUniqueName;
  return scopeNamed(session, typeof name === "string" ? name : undefined);
}

function tableOf({ session, values }: UnboundCall): Table {
  const name = textIn(values, "EntityLogicalName") ?? "";
  const table = session.model.named(name);
  if (!table) throw unknownTable(name.slice(0, 100));
  return table;
}

/**
 * The options that a call is about: those of a global choice by OptionSetName, else those of a column. Throws
 * a DataverseError if there are none.
 */
function ownerOf(call: UnboundCall): OptionOwner {
  const { session, values } = call;
  requirePrivilege(session, "PUT", "OptionSet");
  const name = values.OptionSetName;
  if (typeof name === "string" && name !== "") {
    const choice = session.model.choiceNamed(name.toLowerCase());
    if (!choice) throw unknownDefinition("OptionSetMetadataBase", name.slice(0, 100));
    return globalOptions(session, choice);
  }
  const table = tableOf(call);
  const columnName = textIn(values, "AttributeLogicalName") ?? "";
  const column = columnNamed(table, columnName);
  const owner = column && columnOptions(session, table, column);
  if (!owner) throw unknownDefinition("AttributeMetadata", columnName.slice(0, 100));
  return owner;
}
