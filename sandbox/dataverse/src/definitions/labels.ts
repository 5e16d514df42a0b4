// Labels and managed properties, as the metadata API writes and reads them.

import { guidOf } from "../ids.ts";
import type { Labels } from "../model/metadata.ts";
import { isJsonObject } from "../transport/json-text.ts";

/** The base language of the organisation: English (LCID 1033). */
export const baseLanguage = 1033;

/** Writes a Label with its texts; the ids of the texts follow from `name`. */
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

/** The texts of a Label that a caller sent; undefined if it has none. */
export function readLabels(value: unknown): Labels | undefined {
  if (!isJsonObject(value) || !Array.isArray(value.LocalizedLabels)) return undefined;
  const labels: Record<number, string> = {};
  for (const one of value.LocalizedLabels as unknown[]) {
    if (isJsonObject(one) && typeof one.Label === "string" && typeof one.LanguageCode === "number")
      labels[one.LanguageCode] = one.Label;
  }
  return Object.keys(labels).length === 0 ? undefined : labels;
}

/** The text in the base language, or in the first language there is; undefined if there is none. */
export function textOf(labels: Labels | undefined): string | undefined {
  return labels?.[baseLanguage] ?? Object.values(labels ?? {})[0];
}

/** Writes a managed property: a setting that a solution can lock. */
export function managed(
  value: boolean | string,
  property: string,
  canBeChanged = true,
): Record<string, unknown> {
  return { Value: value, CanBeChanged: canBeChanged, ManagedPropertyLogicalName: property };
}
