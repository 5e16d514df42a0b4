// The number of rows that a query can answer with, and the annotations about it.

import { wantsAnnotation } from "../odata/render.ts";
import type { View } from "../odata/run.ts";

/**
 * The highest number that $count=true answers; totalrecordcountlimitexceeded says that there are more rows.
 */
export const maxCount = 5000;

/**
 * The annotations about the number of rows, as far as Prefer: odata.include-annotations asked for them;
 * totalrecordcount is -1 where the query asked for no count.
 */
export function countAnnotations(view: View, isCounted: boolean, count: number): Record<string, unknown> {
  const all = {
    "Microsoft.Dynamics.CRM.totalrecordcount": isCounted ? Math.min(count, maxCount) : -1,
    "Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded": isCounted && count > maxCount,
    "Microsoft.Dynamics.CRM.globalmetadataversion": String(view.model.version()),
  };
  const wanted = Object.entries(all).filter(([name]) => wantsAnnotation(view.annotations, name));
  return Object.fromEntries(wanted.map(([name, value]) => [`@${name}`, value]));
}
