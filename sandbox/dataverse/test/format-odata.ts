import type { Expression, Operand } from "../src/odata/expression.ts";
import type { Expand, QueryOptions } from "../src/odata/query.ts";
import type { Literal } from "../src/odata/reader.ts";

// The other way round from what the sandbox does: queries as text.

export function formatLiteral(literal: Literal): string {
  return literal.type === "text" ? `'${literal.value.replaceAll("'", "''")}'` : String(literal.value);
}

function formatOperand(operand: Operand): string {
  return operand.kind === "path" ? operand.path.join("/") : formatLiteral(operand.literal);
}

export function formatExpression(expression: Expression): string {
  switch (expression.kind) {
    case "comparison":
      return `${formatOperand(expression.left)} ${expression.operator} ${formatOperand(expression.right)}`;
    case "and":
    case "or":
      return expression.operands.map((one) => `(${formatExpression(one)})`).join(` ${expression.kind} `);
    case "not":
      return `not (${formatExpression(expression.operand)})`;
    case "textMatch":
      return `${expression.name}(${formatOperand(expression.path)},${formatOperand(expression.value)})`;
    case "function": {
      const name = [...expression.path, "Microsoft.Dynamics.CRM.In"].join("/");
      return `${name}(PropertyName='${expression.property}',PropertyValues=[${expression.values.map(formatLiteral).join(",")}])`;
    }
    default: {
      const { path, quantifier, variable, body } = expression;
      return `${path.join("/")}/${quantifier}(${body ? `${variable}:${formatExpression(body)}` : ""})`;
    }
  }
}

export function formatOptions(options: QueryOptions): [string, string][] {
  const orderBy = options.orderBy.map(
    ({ path, isDescending }) => path.join("/") + (isDescending ? " desc" : ""),
  );
  const all: [string, string | undefined][] = [
    ["$select", options.select?.join(",")],
    ["$filter", options.filter && formatExpression(options.filter)],
    ["$orderby", orderBy.length > 0 ? orderBy.join(",") : undefined],
    ["$top", options.top === undefined ? undefined : String(options.top)],
    ["$expand", options.expand.length > 0 ? options.expand.map(formatExpand).join(",") : undefined],
  ];
  return all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as [string, string]]));
}

function formatExpand({ name, isReference, options }: Expand): string {
  const inner = formatOptions(options).map(([option, value]) => `${option}=${value}`);
  return `${name}${isReference ? "/$ref" : ""}${inner.length > 0 ? `(${inner.join(";")})` : ""}`;
}
