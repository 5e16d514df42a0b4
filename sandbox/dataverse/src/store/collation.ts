/**
 * The form in which a value is compared: text without case and accents, as the default collation of
 * Dataverse compares it.
 */
export function comparable<T extends string | number | boolean | null>(value: T): T | string {
  if (typeof value !== "string") return value;
  // Most text is ASCII, and normalising the rest is slow.
  // oxlint-disable-next-line no-control-regex -- it is what this is about
  const plain = /^[\u0000-\u007f]*$/.test(value) ? value : value.normalize("NFD").replaceAll(/\p{M}/gu, "");
  return plain.toLowerCase();
}
