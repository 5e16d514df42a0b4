// Writes XML elements.

/** Writes an XML element; attributes that are undefined are left out, and `children` are XML already. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | undefined>>,
  children: readonly string[] = [],
): string {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : ` ${key}="${escape(value)}"`,
  );
  const open = `<${name}${written.join("")}`;
  return children.length === 0 ? `${open} />` : `${open}>${children.join("")}</${name}>`;
}

/** Escapes the value of an attribute. */
function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
