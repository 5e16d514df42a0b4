/** Writes text into OData addresses, escaped. Pure. */

/** A string literal: quotes are doubled. Goes through `query` for its percent-encoding. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** `leads?$select=…&$filter=…`, with every value percent-encoded. */
export function query(entitySetName: string, options: Readonly<Record<string, string>>): string {
  const parts = Object.entries(options).map(([name, value]) => `$${name}=${encodeURIComponent(value)}`);
  return `${entitySetName}?${parts.join("&")}`;
}

/** True when any of the conditions is; each is put into brackets. */
export function anyOf(conditions: readonly string[]): string {
  return conditions.map((condition) => `(${condition})`).join(" or ");
}
