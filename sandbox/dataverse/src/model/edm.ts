// The OData types of columns.

import type { Column } from "./metadata.ts";

/** The OData types that columns have. */
export type EdmType = (typeof edmTypes)[Column["type"]];

const edmTypes = {
  text: "Edm.String",
  memo: "Edm.String",
  choices: "Edm.String",
  boolean: "Edm.Boolean",
  datetime: "Edm.DateTimeOffset",
  date: "Edm.Date",
  guid: "Edm.Guid",
  lookup: "Edm.Guid",
  file: "Edm.Guid",
  image: "Edm.Binary",
  bigint: "Edm.Int64",
  integer: "Edm.Int32",
  choice: "Edm.Int32",
  state: "Edm.Int32",
  status: "Edm.Int32",
  decimal: "Edm.Decimal",
  money: "Edm.Decimal",
  double: "Edm.Double",
} as const satisfies Record<Column["type"], string>;

/** The type that a column has in JSON and in $metadata. */
export function edmTypeOf(column: Column): EdmType {
  return edmTypes[column.type];
}
