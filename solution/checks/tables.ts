/** Checks that tables without columns are marked unmodified, and that keys name columns of the package. */
import type { Element } from "@xmldom/xmldom";
import { attribute, childText, elements, type SolutionPackage, tablesOf } from "../package/read-package.ts";

/** Yields a sentence for each mistake about tables, columns and keys. */
export function* checkTables(pack: SolutionPackage): Iterable<string> {
  for (const { name, element } of tablesOf(pack)) {
    const [info] = elements(element, "entity");
    if (info === undefined) {
      yield `table ${name}: it has no EntityInfo`;
      continue;
    }
    const columns = elements(info, "attribute").map((column) => childText(column, "LogicalName"));
    const isUnmodified = attribute(info, "unmodified") === "1";
    if (attribute(info, "Name").toLowerCase() !== name)
      yield `table ${name}: its EntityInfo is of another table`;
    if (columns.length > 0 && isUnmodified) yield `table ${name}: unmodified="1", yet it has columns`;
    if (columns.length === 0 && !isUnmodified)
      yield `table ${name}: it has no columns, so it must be unmodified="1"`;
    yield* keyProblems(name, info, columns);
  }
}

function* keyProblems(table: string, info: Element, columns: readonly string[]): Iterable<string> {
  for (const key of elements(info, "EntityKey")) {
    const name = childText(key, "LogicalName");
    const keyColumns = elements(key, "AttributeName").map(({ textContent }) => textContent ?? "");
    if (keyColumns.length === 0) yield `table ${table}: key ${name} has no columns`;
    for (const column of keyColumns) {
      if (!columns.includes(column))
        yield `table ${table}: key ${name} is over ${column}, which is no column here`;
    }
  }
}
