/** Cuts by UTF-16 units, as Dataverse counts, without leaving half a character behind. */
export function cut(text: string, maxLength: number): string {
  return text.slice(0, maxLength).replace(/[\uD800-\uDBFF]$/, "");
}
