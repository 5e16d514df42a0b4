/** The first `maxLength` UTF-16 units, as Dataverse counts, without half of a surrogate pair at the end. */
export function cut(text: string, maxLength: number): string {
  return text.slice(0, maxLength).replace(/[\uD800-\uDBFF]$/, "");
}
