import type { Table } from "../model/metadata.ts";
import { decimal, id, integer, stateColumns, systemColumns, text } from "./columns.ts";

/** The table transactioncurrency: currencies of amounts. */
export const transactioncurrency: Table = {
  logicalName: "transactioncurrency",
  schemaName: "TransactionCurrency",
  ownership: "OrganizationOwned",
  entitySet: "transactioncurrencies",
  displayName: "Currency",
  typeCode: 9105,
  primaryId: "transactioncurrencyid",
  primaryName: "currencyname",
  privilege: "TransactionCurrency",
  stateTypeName: "TransactionCurrencyState",
  states: [
    { value: 0, label: "Active", reasons: [{ value: 1, label: "Active" }] },
    { value: 1, label: "Inactive", reasons: [{ value: 2, label: "Inactive" }] },
  ],
  columns: [
    id("TransactionCurrencyId"),
    text("CurrencyName", 100),
    text("ISOCurrencyCode", 5),
    text("CurrencySymbol", 10),
    integer("CurrencyPrecision", { min: 0, max: 4 }),
    decimal("ExchangeRate", { min: 0.000_000_000_1, max: 100_000_000_000, precision: 10 }),
    ...stateColumns,
    ...systemColumns,
  ],
  collections: [],
  alternateKeys: [],
};
