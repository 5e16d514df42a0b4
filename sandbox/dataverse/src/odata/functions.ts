import { operators } from "../conditions/operators.ts";

/** Where the Web API's name of a query function is not FetchXML's name of the operator, written in another way. */
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

/** OData has words of its own for these. */
const notFunctions = new Set(["eq", "ne", "neq", "gt", "ge", "lt", "le", "null", "like"]);

/** The operator behind Microsoft.Dynamics.CRM.LastXDays and its like. */
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
