/** Fills the XML files of the package from package/parts.ts. */
import { readFileSync } from "node:fs";
import { type Table, tables, type WebResource, webResourceFile, webResourceId } from "./package/parts.ts";

/** What the XML depends on, beside the web resources. */
export interface XmlOptions {
  readonly version: string;
  readonly withColumns: boolean;
}

/** solution.xml: name, version, publisher, and the list of components. */
export function solutionXml({ version, withColumns }: XmlOptions, resources: readonly WebResource[]): string {
  const components = [
    ...included(withColumns).map(({ name }) => `type="1" schemaName="${name.toLowerCase()}" behavior="2"`),
    ...resources.map(({ name }) => `type="61" schemaName="${name}" behavior="0"`),
  ];
  return fill("solution.xml", {
    version,
    addresses: ["1", "2"].map((number) => part("address", { number })).join(""),
    rootComponents: components.map((component) => `\n      <RootComponent ${component} />`).join(""),
  });
}

/** customizations.xml: the tables with their ribbons, and the web resources. */
export function customizationsXml({ withColumns }: XmlOptions, resources: readonly WebResource[]): string {
  return fill("customizations.xml", {
    entities: included(withColumns)
      .map((table) => entity(table, withColumns))
      .join(""),
    webResources: resources
      .map(({ name, type, displayName }) =>
        part("web-resource", {
          id: webResourceId(name),
          name,
          displayName,
          type: String(type),
          file: webResourceFile(name),
        }),
      )
      .join(""),
  });
}

/** [Content_Types].xml: a content type for every file of the zip. */
export function contentTypesXml(resources: readonly WebResource[]): string {
  const overrides = resources.map(
    ({ name }) =>
      `\n  <Override PartName="/${webResourceFile(name)}" ContentType="application/octet-stream" />`,
  );
  return fill("[Content_Types].xml", { overrides: overrides.join("") });
}

function included(withColumns: boolean): readonly Table[] {
  return tables.filter(({ hasButton, column }) => hasButton || (withColumns && column !== undefined));
}

function entity({ name, hasButton, column }: Table, withColumns: boolean): string {
  const entityInfo =
    withColumns && column
      ? part("column", { Table: name, name: column.physicalName.toLowerCase(), ...column })
      : part("unmodified", { Table: name });
  return part("entity", {
    Table: name,
    entityInfo,
    ribbon: hasButton ? part("ribbon", { table: name.toLowerCase() }) : "",
  });
}

function part(name: string, values: Readonly<Record<string, string>>): string {
  return `\n${fill(`templates/${name}.xml`, values).trimEnd()}`;
}

/** Replaces each `{{name}}` by its value. Throws on a name without a value, and on a value without a place. */
function fill(file: string, values: Readonly<Record<string, string>>): string {
  const left = new Set(Object.keys(values));
  const text = readFileSync(new URL(encodeURI(file), import.meta.url), "utf8");
  const filled = text.replace(/\{\{(\w+)\}\}/g, (_place, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`solution/${file} asks for {{${name}}}, which nobody gives`);
    left.delete(name);
    return value;
  });
  if (left.size > 0) throw new Error(`solution/${file} has no place for ${[...left].join(", ")}`);
  return filled;
}
