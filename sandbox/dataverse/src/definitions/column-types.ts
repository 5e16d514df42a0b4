// What the metadata API says of a column because of its type.

import type { Column, Table } from "../model/metadata.ts";
import { columnChoice, globalChoiceOf } from "./choices.ts";
import type { Part } from "./definition.ts";
import type { Model } from "../model/model.ts";

/** How the metadata API names a type of columns, and the properties that only these columns have. */
interface Kind {
  /** The type of the definition, such as StringAttributeMetadata. */
  readonly metadata: string;
  readonly attributeType: string;
  readonly typeName: string;
  /** The properties that only columns of this kind have. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** How the metadata API names and describes a column of this type. */
export function kindOf(table: Table, column: Column): Kind {
  const formula = { FormulaDefinition: "", SourceTypeMask: 0 };
  switch (column.type) {
    case "text":
      if (column.namesTable)
        return kind("EntityName", "EntityName", "EntityNameType", { DefaultFormValue: null });
      return kind("String", "String", "StringType", {
        Format: "Text",
        ImeMode: "Auto",
        MaxLength: column.maxLength,
        YomiOf: null,
        IsLocalizable: false,
        DatabaseLength: column.maxLength * 2,
        ...formula,
        FormatName: { Value: formatOf(column.name) },
      });
    case "memo":
      return kind("Memo", "Memo", "MemoType", {
        Format: "TextArea",
        ImeMode: "Auto",
        MaxLength: column.maxLength,
        IsLocalizable: false,
        FormatName: { Value: "TextArea" },
      });
    case "integer":
      return kind("Integer", "Integer", "IntegerType", {
        Format: "None",
        MaxValue: column.max,
        MinValue: column.min,
        ...formula,
      });
    case "bigint":
      return kind("BigInt", "BigInt", "BigIntType", {
        MaxValue: "9223372036854775807",
        MinValue: "-9223372036854775808",
      });
    case "decimal":
    case "double":
    case "money":
      return numberKind(column);
    case "boolean":
      return kind("Boolean", "Boolean", "BooleanType", {
        DefaultValue: column.initial === true,
        ...formula,
      });
    case "datetime":
    case "date":
      return kind("DateTime", "DateTime", "DateTimeType", {
        MinSupportedValue: "1753-01-01T00:00:00Z",
        MaxSupportedValue: "9999-12-30T23:59:59Z",
        Format: column.type === "date" ? "DateOnly" : "DateAndTime",
        ImeMode: "Inactive",
        ...formula,
        CanChangeDateTimeBehavior: {
          Value: false,
          CanBeChanged: false,
          ManagedPropertyLogicalName: "canchangedatetimebehavior",
        },
        DateTimeBehavior: { Value: column.type === "date" ? "DateOnly" : "UserLocal" },
      });
    case "choice":
      return kind("Picklist", "Picklist", "PicklistType", choiceProperties(column));
    case "choices":
      return kind("MultiSelectPicklist", "Virtual", "MultiSelectPicklistType", choiceProperties(column));
    case "state":
      return kind("State", "State", "StateType", { DefaultFormValue: null });
    case "status":
      return kind("Status", "Status", "StatusType", { DefaultFormValue: null });
    case "guid":
      return kind("", "Uniqueidentifier", "UniqueidentifierType", {});
    case "file":
      return kind("File", "Virtual", "FileType", { MaxSizeInKB: column.maxSizeInKb });
    case "image":
      return kind("Image", "Virtual", "ImageType", {
        IsPrimaryImage: false,
        MaxHeight: 144,
        MaxWidth: 144,
        MaxSizeInKB: column.maxSizeInKb,
        CanStoreFullImage: false,
      });
    case "lookup":
      return lookupKind(table, column);
  }
}

function kind(
  metadata: string,
  attributeType: string,
  typeName: string,
  properties: Readonly<Record<string, unknown>>,
): Kind {
  return { metadata: `${metadata}AttributeMetadata`, attributeType, typeName, properties };
}

function choiceProperties(column: Column): Record<string, unknown> {
  return {
    DefaultFormValue: column.initial ?? -1,
    FormulaDefinition: "",
    SourceTypeMask: 0,
    ParentPicklistLogicalName: null,
    ChildPicklistLogicalNames: [],
  };
}

function numberKind(column: Extract<Column, { type: "decimal" | "double" | "money" }>): Kind {
  const range = { MaxValue: column.max, MinValue: column.min, Precision: column.precision };
  if (column.type === "double")
    return kind("Double", "Double", "DoubleType", { ImeMode: "Disabled", ...range });
  if (column.type === "decimal")
    return kind("Decimal", "Decimal", "DecimalType", {
      ImeMode: "Disabled",
      ...range,
      FormulaDefinition: "",
      SourceTypeMask: 0,
    });
  return kind("Money", "Money", "MoneyType", {
    ImeMode: "Disabled",
    ...range,
    PrecisionSource: 2,
    CalculationOf: null,
    IsBaseCurrency: false,
    FormulaDefinition: "",
    SourceTypeMask: 0,
  });
}

/** The kind of a lookup: Owner for the owner, Customer for one to accounts and contacts. */
function lookupKind(table: Table, column: Extract<Column, { type: "lookup" }>): Kind {
  if (column.isBare) return kind("", "Uniqueidentifier", "UniqueidentifierType", {});
  const targets = [...new Set(column.navigations.map((one) => one.target))];
  const isCustomer = targets.length === 2 && targets.includes("account") && targets.includes("contact");
  const [type, typeName] =
    column.name === "ownerid" && table.ownership === undefined
      ? ["Owner", "OwnerType"]
      : isCustomer
        ? ["Customer", "CustomerType"]
        : ["Lookup", "LookupType"];
  return kind("Lookup", type, typeName, { Targets: targets, Format: "None" });
}

/** The format of a text column, guessed from its name. */
function formatOf(name: string): string {
  if (/email/.test(name)) return "Email";
  if (/(?:phone|fax|telephone)\d?$/.test(name)) return "Phone";
  return name.endsWith("url") ? "Url" : "Text";
}

/** The navigation properties of a column's definition: its choices. */
export function partsOf(model: Model, table: Table, column: Column): Record<string, () => Part> {
  switch (column.type) {
    case "choice":
    case "choices":
      return {
        OptionSet: () => globalChoiceOf(model, column) ?? columnChoice(table, column),
        GlobalOptionSet: () => globalChoiceOf(model, column),
      };
    case "boolean":
    case "state":
    case "status":
      return { OptionSet: () => columnChoice(table, column), GlobalOptionSet: () => null };
    case "text":
      return column.namesTable ? { OptionSet: () => null, GlobalOptionSet: () => null } : {};
    default:
      return {};
  }
}
