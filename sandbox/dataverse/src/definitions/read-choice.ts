// Reads choices and options from payloads.

import { unknownDefinition, duplicateOption, invalidMetadata } from "../errors/definitions.ts";
import type { GlobalChoice, Option } from "../model/metadata.ts";
import { choiceId } from "./choices.ts";
import { readLabels, textOf } from "./labels.ts";
import { asObjects, numberIn, textIn, type Json } from "./payload.ts";
import type { Model } from "../model/model.ts";
import { isJsonObject } from "../transport/json-text.ts";

/** The first value for new options where no solution is named: the range of the default publisher. */
export const firstOptionValue = 100_000_000;

/**
 * The options of a choice; those without a value get the next free one. Throws a DataverseError for a value
 * that is wrong or given twice.
 */
export function readOptions(payload: Json, choiceName: string, firstValue: number): Option[] {
  const options: Option[] = [];
  for (const one of asObjects(payload.Options, "the options of a choice")) {
    const value = numberIn(one, "Value") ?? nextOptionValue(options, firstValue);
    if (!Number.isInteger(value)) throw invalidMetadata(`The option value ${value} is not a whole number.`);
    if (options.some((other) => other.value === value)) throw duplicateOption(value, choiceName);
    options.push(readOption(one, value));
  }
  return options;
}

/** The next free value: one above the highest there is, but not below `firstValue`. */
export function nextOptionValue(options: readonly Option[], firstValue: number): number {
  return Math.max(firstValue - 1, ...options.map((one) => one.value)) + 1;
}

/**
 * An option with a value, as changed from `before` if there is one; labels are added if `isMerged`, else
 * replaced.
 */
export function readOption(payload: Json, value: number, before?: Option, isMerged = false): Option {
  const given = readLabels(payload.Label);
  const labels = given && isMerged ? { ...before?.labels, ...given } : (given ?? before?.labels);
  const description = readLabels(payload.Description) ?? before?.description;
  const color = textIn(payload, "Color") ?? before?.color;
  return {
    value,
    label: textOf(labels) ?? before?.label ?? String(value),
    ...(labels ? { labels } : {}),
    ...(description ? { description } : {}),
    ...(color === undefined ? {} : { color }),
  };
}

/** The TrueOption or FalseOption of a yes/no column; undefined if it has no label. */
export function readFlagOption(value: unknown, number: 0 | 1): Option | undefined {
  if (!isJsonObject(value)) return undefined;
  const labels = readLabels(value.Label);
  return labels ? { value: number, label: textOf(labels) ?? "", labels } : undefined;
}

/**
 * The global choice that a column uses, by @odata.bind or by the name in its option set; undefined if it uses
 * none. Throws a DataverseError if there is no such choice.
 */
export function readGlobalChoice(model: Model, payload: Json): GlobalChoice | undefined {
  const bound = textIn(payload, "GlobalOptionSet@odata.bind");
  const set = isJsonObject(payload.OptionSet) ? payload.OptionSet : {};
  const nested = isJsonObject(payload.GlobalOptionSet) ? payload.GlobalOptionSet : undefined;
  if (bound !== undefined) {
    const key = /GlobalOptionSetDefinitions\((?:Name='([^']*)'|(?:MetadataId=)?([0-9a-f-]{36}))\)$/i.exec(
      bound,
    );
    return requireChoice(model, key?.[1], key?.[2]);
  }
  if (nested) return requireChoice(model, textIn(nested, "Name"), textIn(nested, "MetadataId"));
  if (set.IsGlobal === true) return requireChoice(model, textIn(set, "Name"), textIn(set, "MetadataId"));
  return undefined;
}

function requireChoice(model: Model, name: string | undefined, id: string | undefined): GlobalChoice {
  const found = model
    .choices()
    .find((one) => (name === undefined ? choiceId(one) === id?.toLowerCase() : one.name === name));
  if (!found) throw unknownDefinition("OptionSetMetadataBase", name ?? id ?? "");
  return found;
}
