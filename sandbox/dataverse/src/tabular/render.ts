// Writes the lines of a plan as JSON objects with their annotations.

import type { Cell } from "../store/row.ts";
import { propertyName } from "../model/metadata.ts";
import { createAnnotator, etag, wantsAnnotation } from "../odata/render.ts";
import type { View } from "../odata/run.ts";
import type { Output, Plan } from "./plan.ts";
import type { Line } from "./run.ts";

const attributeName = "OData.Community.Display.V1.AttributeName";

type Written = Record<string, unknown>;

/**
 * Creates a function that writes a line as the API does: columns of the first table as properties of its
 * rows, all others under their aliases. `isAliased` says for each output whether the query gave it an alias.
 */
export function createLineRenderer(
  view: View,
  plan: Plan,
  isAliased: (index: number) => boolean,
): (line: Line) => Written {
  const [root] = plan.sources;
  const isPlainRow = !plan.isGrouped && !plan.isDistinct;
  const columns = plan.outputs.map((output, index) => ({
    output,
    index,
    isOfRoot: output.ref?.source === 0 && !output.aggregate && !output.datePart && !isAliased(index),
    annotate: output.ref && createAnnotator(view, output.ref.table, view.annotations),
  }));
  const wantsName = wantsAnnotation(view.annotations, attributeName);
  return ({ values, tuple }) => {
    const written: Written = {};
    const row = tuple[0];
    if (isPlainRow && row) written["@odata.etag"] = etag(row);
    for (const { output, index, isOfRoot, annotate } of columns) {
      const value = values[index] ?? null;
      const { ref } = output;
      const name = isOfRoot && ref ? propertyName(ref.column) : output.name;
      // Empty columns of joined rows are left out, also where an outer join found no row.
      if (value === null && !isOfRoot && !output.aggregate) continue;
      if (ref && value !== null) {
        if (annotate && isFormatted(output))
          annotate(written, name, ref.column, cellOf(output, tuple[ref.source], value));
        if (wantsName && !isOfRoot) written[`${name}@${attributeName}`] = ref.column.name;
      }
      written[name] = value;
    }
    if (isPlainRow && root && row && !(root.table.primaryId in written))
      written[root.table.primaryId] = row[root.table.primaryId];
    return written;
  };
}

/** Whether the value is annotated like its column: a count or a part of a date is not. */
function isFormatted(output: Output): boolean {
  return output.aggregate !== "count" && output.aggregate !== "countcolumn" && !output.datePart;
}

/** The value to annotate: for a lookup the reference in the row, since the output holds its id only. */
function cellOf(output: Output, row: Line["tuple"][number], value: Exclude<Line["values"][number], null>) {
  const cell: Cell | undefined = output.ref && row?.[output.ref.column.name];
  return output.ref?.column.type === "lookup" && cell ? cell : value;
}
