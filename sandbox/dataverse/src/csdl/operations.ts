import type { Operation, Parameter } from "../actions/operation.ts";
import { element } from "./xml.ts";

/** A function or an action as $metadata declares it. */
export function operationElement(operation: Operation): string {
  const isFunction = operation.kind === "function";
  const bound = operation.boundTo === "nothing" ? [] : [bindingParameter(operation)];
  const parameters = [...bound, ...operation.parameters].map((parameter) =>
    element("Parameter", {
      Name: parameter.name,
      Type: parameter.type,
      Nullable: parameter.isOptional || parameter.type.startsWith("Edm.String") ? undefined : "false",
    }),
  );
  const returns = operation.returns
    ? [element("ReturnType", { Type: operation.returns.type, Nullable: "false" })]
    : [];
  return element(
    isFunction ? "Function" : "Action",
    { Name: operation.name, IsBound: bound.length > 0 ? "true" : undefined },
    [...parameters, ...returns],
  );
}

function bindingParameter(operation: Operation): Parameter {
  const table = operation.boundTo === "nothing" ? undefined : operation.table;
  const type = `mscrm.${table ?? "crmbaseentity"}`;
  return { name: "entity", type: operation.boundTo === "set" ? `Collection(${type})` : type };
}

export function operationImport(operation: Operation): string {
  const name = `mscrm.${operation.name}`;
  return operation.kind === "function"
    ? element("FunctionImport", { Name: operation.name, Function: name })
    : element("ActionImport", { Name: operation.name, Action: name });
}

/** The types of answers, and every other type operations name that is no table. */
export function operationTypes(operations: readonly Operation[], known: ReadonlySet<string>): string[] {
  const answers = new Map<string, readonly Parameter[]>();
  const named = new Set<string>();
  for (const { returns, parameters } of operations) {
    for (const { type } of [...parameters, ...(returns?.properties ?? [])]) named.add(typeName(type));
    if (!returns) continue;
    const name = typeName(returns.type);
    if (returns.properties) answers.set(name, returns.properties);
    else named.add(name);
  }
  const others = [...named].filter((name) => name !== "" && !known.has(name) && !answers.has(name));
  return [
    ...[...answers].map(([name, properties]) =>
      element(
        "ComplexType",
        { Name: name },
        properties.map(({ name: property, type }) => element("Property", { Name: property, Type: type })),
      ),
    ),
    ...others.map((name) => element("ComplexType", { Name: name, OpenType: "true" })),
  ];
}

/** Collection(mscrm.RolePrivilege) → RolePrivilege; empty for Edm types. */
function typeName(type: string): string {
  return /mscrm\.(\w+)/.exec(type)?.[1] ?? "";
}
