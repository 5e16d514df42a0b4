// Writes functions and actions as $metadata declares them.

import type { Operation, Parameter } from "../actions/operation.ts";
import { element } from "./xml.ts";

/** Writes a Function or Action element, with the binding parameter first if it is bound. */
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

/** Writes the import that lets an unbound function or action be called at the service root. */
export function operationImport(operation: Operation): string {
  const name = `mscrm.${operation.name}`;
  return operation.kind === "function"
    ? element("FunctionImport", { Name: operation.name, Function: name })
    : element("ActionImport", { Name: operation.name, Action: name });
}

/**
 * Writes the complex types of operations: those of answers with their properties, and as open types all
 * others that are named and not in `known`.
 */
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

/** The type that a text like Collection(mscrm.RolePrivilege) names; empty for Edm types. */
function typeName(type: string): string {
  return /mscrm\.(\w+)/.exec(type)?.[1] ?? "";
}
