import { unknownDefinition, duplicateOption, invalidMetadata } from "../errors/definitions.ts";
import type { GlobalChoice, Option } from "../model/metadata.ts";
import { choiceId } from "./choices.ts";
import { readLabels, textOf } from "./labels.ts";
import { asObjects, numberIn, textIn, type Json } from "./payload.ts";
import type { Model } from "../model/model.ts";
import { isJsonObject } from "../transport/json-text.ts";

/** Where the values of options begin that a caller does not give one: the publisher's own range. */
export const firstOptionValue = 100_000_000;

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

export function nextOptionValue(options: readonly Option[], firstValue: number): number {
  return Math.max(firstValue - 1, ...options.map((one) => one.value)) + 1;
}

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

/** A TrueOption or FalseOption. */
export function readFlagOption(value: unknown, number: 0 | 1): Option | undefined {
  if (!isJsonObject(value)) return undefined;
  const labels = readLabels(value.Label);
  return labels ? { value: number, label: textOf(labels) ?? "", labels } : undefined;
}

/** The global choice a column is bound to, or whose name its OptionSet has. */
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
