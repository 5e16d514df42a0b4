// Reads the declaration of a column.

import { randomUUID } from "node:crypto";
import { badDefinition, invalidMetadata } from "../errors/definitions.ts";
import type { Column, Described, RequiredLevel } from "../model/metadata.ts";
import {
  numberIn,
  readDescribed,
  readDetails,
  readSchemaName,
  typeOf,
  valueIn,
  type Json,
} from "./payload.ts";
import { readFlagOption, readGlobalChoice, readOptions } from "./read-choice.ts";
import type { Model } from "../model/model.ts";
import { isJsonObject } from "../transport/json-text.ts";

/** The properties of a column that are stored and answered, and have no effect. */
const storedProperties = [
  "AutoNumberFormat",
  "CanModifyAdditionalSettings",
  "CanStoreFullImage",
  "DateTimeBehavior",
  "DefaultFormValue",
  "Format",
  "FormatName",
  "ImeMode",
  "IsAuditEnabled",
  "IsCustomizable",
  "IsFilterable",
  "IsGlobalFilterEnabled",
  "IsLocalizable",
  "IsPrimaryImage",
  "IsRenameable",
  "IsRetrievable",
  "IsSearchable",
  "IsSecured",
  "IsSortableEnabled",
  "IsValidForAdvancedFind",
  "PrecisionSource",
];

const levels: readonly unknown[] = ["None", "SystemRequired", "ApplicationRequired", "Recommended"];

/** What a new definition depends on besides its payload. */
export interface DefinitionContext {
  readonly model: Model;
  readonly now: Date;
  /** The first value for options that are declared without one. */
  readonly firstOptionValue: number;
}

/**
 * Makes a column of the payload that a caller declares it with. Throws a DataverseError if the payload is
 * wrong.
 */
export function readColumn(context: DefinitionContext, payload: Json): Column {
  const schemaName = readSchemaName(payload, "Attribute");
  const name = schemaName.toLowerCase();
  const visible = context.model.pace().columnLagMs;
  return {
    ...readShape(context, payload, name),
    ...readMore(payload, { labels: {} }, false),
    name,
    schemaName,
    isCustom: true,
    writable: "always",
    metadataId: randomUUID(),
    createdOn: context.now.toISOString(),
    ...(visible > 0 ? { visibleFrom: context.now.getTime() + visible } : {}),
  };
}

/**
 * The column as changed by a PUT, with the same type and name; labels are added if `isMerged`, else replaced.
 * Throws a DataverseError if the payload is wrong.
 */
export function changeColumn(column: Column, payload: Json, isMerged: boolean): Column {
  const limits = Object.fromEntries(
    Object.entries(limitsOf(column, payload)).filter(([, value]) => value !== undefined),
  );
  const changed = { ...column, ...limits, ...readMore(payload, column, isMerged) } as Column;
  if ("min" in changed && changed.min > changed.max) throw minAboveMax();
  checkLength(changed);
  if (changed.type !== "boolean") return changed;
  const set = isJsonObject(payload.OptionSet) ? payload.OptionSet : {};
  return {
    ...changed,
    ...flagOptions(set),
    ...(payload.DefaultValue === undefined ? {} : { initial: payload.DefaultValue === true }),
  };
}

/** The properties that columns of every type have. */
function readMore(
  payload: Json,
  before: Pick<Column, "labels" | "description" | "details" | "required">,
  isMerged: boolean,
): Described & { readonly required: RequiredLevel } {
  const level = valueIn(payload, "RequiredLevel");
  if (level !== undefined && !levels.includes(level))
    throw badDefinition(`The required level ${JSON.stringify(level)} is unknown.`);
  const details = readDetails(payload, storedProperties, before.details);
  const described = readDescribed(payload, before, isMerged);
  return {
    ...described,
    ...details,
    required: (level as RequiredLevel | undefined) ?? before.required ?? "None",
  };
}

/** The limits of the column's type that the payload sets; undefined for each that it does not. */
function limitsOf(column: Column, payload: Json): Record<string, number | undefined> {
  switch (column.type) {
    case "text":
    case "memo":
      return { maxLength: numberIn(payload, "MaxLength") };
    case "integer":
      return { min: numberIn(payload, "MinValue"), max: numberIn(payload, "MaxValue") };
    case "decimal":
    case "double":
    case "money":
      return {
        min: numberIn(payload, "MinValue"),
        max: numberIn(payload, "MaxValue"),
        precision: numberIn(payload, "Precision"),
      };
    default:
      return {};
  }
}

type Shape = Column extends infer T ? (T extends Column ? Pick<T, "type"> & Partial<T> : never) : never;

function readShape(context: DefinitionContext, payload: Json, name: string): Column {
  const shape = shapeOf(context, payload, name) as Column;
  if ("min" in shape && shape.min > shape.max) throw minAboveMax();
  checkLength(shape);
  return shape;
}

/** The type of the column and its limits. */
function shapeOf(context: DefinitionContext, payload: Json, name: string): Shape {
  const type = typeOf(payload);
  const range = (min: number, max: number): { min: number; max: number } => ({
    min: numberIn(payload, "MinValue") ?? min,
    max: numberIn(payload, "MaxValue") ?? max,
  });
  switch (type) {
    case "StringAttributeMetadata":
      return { type: "text", maxLength: numberIn(payload, "MaxLength") ?? 100 };
    case "MemoAttributeMetadata":
      return { type: "memo", maxLength: numberIn(payload, "MaxLength") ?? 2000 };
    case "IntegerAttributeMetadata":
      return { type: "integer", ...range(-2_147_483_648, 2_147_483_647) };
    case "BigIntAttributeMetadata":
      return { type: "bigint" };
    case "DecimalAttributeMetadata":
      return {
        type: "decimal",
        ...range(-100_000_000_000, 100_000_000_000),
        precision: numberIn(payload, "Precision") ?? 2,
      };
    case "DoubleAttributeMetadata":
      return {
        type: "double",
        ...range(-100_000_000_000, 100_000_000_000),
        precision: numberIn(payload, "Precision") ?? 2,
      };
    case "MoneyAttributeMetadata":
      return {
        type: "money",
        ...range(-922_337_203_685_477, 922_337_203_685_477),
        precision: numberIn(payload, "Precision") ?? 2,
      };
    case "BooleanAttributeMetadata": {
      const set = isJsonObject(payload.OptionSet) ? payload.OptionSet : {};
      return { type: "boolean", initial: payload.DefaultValue === true, ...flagOptions(set) };
    }
    case "DateTimeAttributeMetadata":
      return { type: valueIn(payload, "DateTimeBehavior") === "DateOnly" ? "date" : "datetime" };
    case "PicklistAttributeMetadata":
    case "MultiSelectPicklistAttributeMetadata":
      return choiceShape(context, payload, type === "PicklistAttributeMetadata" ? "choice" : "choices", name);
    case "FileAttributeMetadata":
      return { type: "file", maxSizeInKb: numberIn(payload, "MaxSizeInKB") ?? 32_768 };
    case "ImageAttributeMetadata":
      return { type: "image", maxSizeInKb: numberIn(payload, "MaxSizeInKB") ?? 10_240 };
    case "LookupAttributeMetadata":
      throw invalidMetadata(
        "Attribute of type LookupAttributeMetadata cannot be created through the SDK: create a relationship.",
      );
    default:
      throw badDefinition(
        "An abstract type 'Microsoft.Dynamics.CRM.AttributeMetadata' cannot be created; '@odata.type' must name the type of the attribute.",
      );
  }
}

/** The type and options of a choice column. */
function choiceShape(
  context: DefinitionContext,
  payload: Json,
  type: "choice" | "choices",
  name: string,
): Shape {
  const initial = numberIn(payload, "DefaultFormValue");
  const more = initial === undefined || initial < 0 || type === "choices" ? {} : { initial };
  const shared = readGlobalChoice(context.model, payload);
  if (shared) return { type, options: shared.options, globalChoice: shared.name, ...more };
  const set = isJsonObject(payload.OptionSet) ? payload.OptionSet : {};
  return { type, options: readOptions(set, name, context.firstOptionValue), ...more };
}

function flagOptions(set: Json): Partial<Extract<Column, { type: "boolean" }>> {
  const trueLabel = readFlagOption(set.TrueOption, 1);
  const falseLabel = readFlagOption(set.FalseOption, 0);
  return { ...(trueLabel ? { trueLabel } : {}), ...(falseLabel ? { falseLabel } : {}) };
}

function checkLength(column: Column): void {
  if (column.type !== "text" && column.type !== "memo") return;
  const limit = column.type === "text" ? 4000 : 1_048_576;
  if (!Number.isInteger(column.maxLength) || column.maxLength < 1 || column.maxLength > limit)
    throw invalidMetadata(`The MaxLength of attribute ${column.name} must be from 1 to ${limit}.`);
}

function minAboveMax(): Error {
  return invalidMetadata("The minimum value of an attribute cannot be greater than its maximum value.");
}
