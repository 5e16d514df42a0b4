import { operators } from "../conditions/operators.ts";

/** The query functions whose names do not follow from the FetchXML names of their operators. */
const unlike: Readonly<Record<string, string>> = {
  EqualUserId: "eq-userid",
  NotEqualUserId: "ne-userid",
  EqualUserTeams: "eq-userteams",
  EqualUserOrUserTeams: "eq-useroruserteams",
  EqualBusinessId: "eq-businessid",
  NotEqualBusinessId: "ne-businessid",
  DoesNotContainValues: "not-contain-values",
  Last7Days: "last-seven-days",
  Next7Days: "next-seven-days",
};

/** The operators that OData writes as words of its own, so that there is no function for them. */
const notFunctions = new Set(["eq", "ne", "neq", "gt", "ge", "lt", "le", "null", "like"]);

/**
 * The FetchXML name of the operator behind a query function such as LastXDays; undefined if there is no
 * such function.
 */
export function operatorOfFunction(name: string): string | undefined {
  const renamed = Object.hasOwn(unlike, name) ? unlike[name] : undefined;
  if (renamed !== undefined) return renamed;
  if (!/^[A-Z][A-Za-z]{1,40}$/.test(name)) return undefined;
  const operator = name
    .replaceAll(/(?<=[a-zX])(?=[A-Z])/g, "-")
    .toLowerCase()
    .replace(/^older-than-/, "olderthan-");
  return operators.has(operator) && !notFunctions.has(operator) ? operator : undefined;
}
