/** Text is compared without regard to case and accents, as the default collation does. */
export function comparable<T extends string | number | boolean | null>(value: T): T | string {
  if (typeof value !== "string") return value;
  // Most text needs no look at accents, and normalising is dear.
  // oxlint-disable-next-line no-control-regex -- it is what this is about
  const plain = /^[\u0000-\u007f]*$/.test(value) ? value : value.normalize("NFD").replaceAll(/\p{M}/gu, "");
  return plain.toLowerCase();
}
