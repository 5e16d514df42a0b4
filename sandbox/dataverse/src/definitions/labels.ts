import { guidOf } from "../ids.ts";
import type { Labels } from "../model/metadata.ts";
import { isJsonObject } from "../transport/json-text.ts";

export const baseLanguage = 1033;

/** A Label with its texts; `name` makes the ids of the texts. */
export function labelOf(name: string, labels: Labels | undefined): Record<string, unknown> {
  const localized = Object.entries(labels ?? {}).map(([language, text]) => ({
    Label: text,
    LanguageCode: Number(language),
    IsManaged: false,
    MetadataId: guidOf(`label:${name}:${language}`),
    HasChanged: null,
  }));
  const own = localized.find((one) => one.LanguageCode === baseLanguage) ?? localized[0] ?? null;
  return { LocalizedLabels: localized, UserLocalizedLabel: own };
}

/** The texts of a Label a caller sent; undefined if there are none. */
export function readLabels(value: unknown): Labels | undefined {
  if (!isJsonObject(value) || !Array.isArray(value.LocalizedLabels)) return undefined;
  const labels: Record<number, string> = {};
  for (const one of value.LocalizedLabels as unknown[]) {
    if (isJsonObject(one) && typeof one.Label === "string" && typeof one.LanguageCode === "number")
      labels[one.LanguageCode] = one.Label;
  }
  return Object.keys(labels).length === 0 ? undefined : labels;
}

/** The text people see. */
export function textOf(labels: Labels | undefined): string | undefined {
  return labels?.[baseLanguage] ?? Object.values(labels ?? {})[0];
}

/** A setting that a solution may lock. */
export function managed(
  value: boolean | string,
  property: string,
  canBeChanged = true,
): Record<string, unknown> {
  return { Value: value, CanBeChanged: canBeChanged, ManagedPropertyLogicalName: property };
}
