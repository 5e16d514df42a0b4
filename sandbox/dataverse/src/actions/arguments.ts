// Reads the arguments of functions from addresses, and those of actions from bodies, and checks their types.

import { badQuery } from "../errors/addresses.ts";
import { badArguments, missingArgument, unresolvedParameters } from "../errors/operations.ts";
import { isGuid } from "../ids.ts";
import { createLiteralReader } from "./literal.ts";
import type { Operation, Parameter } from "./operation.ts";
import { parseJson, isJsonObject } from "../transport/json-text.ts";

type Values = Record<string, unknown>;

/**
 * Reads the arguments of a function such as Name(A=@a,B='x')?@a=5: `source` is the text between the
 * parentheses, `aliases` are the values of @a. Throws a DataverseError for an unknown, missing or wrong
 * argument.
 */
export function readFunctionArguments(
  operation: Operation,
  source: string,
  aliases: ReadonlyMap<string, string>,
): Values {
  const reader = createLiteralReader(source, (name) => {
    const text = aliases.get(name);
    // An alias without a value stands for null.
    if (text === undefined) return null;
    const inner = createLiteralReader(text);
    const value = inner.value();
    inner.end();
    return value;
  });
  const given = new Map<string, unknown>();
  while (source.trim() !== "") {
    if (given.size > 0) reader.take(",");
    const name = reader.name();
    reader.take("=");
    given.set(name, reader.value());
    if (!reader.isAt(",")) break;
  }
  reader.end();
  const declared = new Set(operation.parameters.map((parameter) => parameter.name));
  if ([...given.keys()].some((name) => !declared.has(name))) throw unresolvedParameters();
  for (const parameter of operation.parameters) {
    const value = given.get(parameter.name) ?? null;
    if (value === null && !given.has(parameter.name) && !parameter.isOptional) throw unresolvedParameters();
    if (!fits(parameter.type, value))
      throw badQuery(`The value of the parameter '${parameter.name}' is not a valid '${parameter.type}'.`);
  }
  return Object.fromEntries(given);
}

/**
 * Reads the arguments of an action from its JSON body, which can be empty where no argument is required.
 * Throws a DataverseError for an unknown, missing or wrong argument.
 */
export function readActionArguments(operation: Operation, body: string): Values {
  const values = parseBody(operation, body);
  for (const name of Object.keys(values)) {
    if (name.includes("@") || operation.parameters.some((parameter) => parameter.name === name)) continue;
    throw badArguments(
      operation.name,
      `The parameter '${name.slice(0, 100)}' in the request payload is not a valid parameter for the operation '${operation.name}'.`,
    );
  }
  for (const parameter of operation.parameters) checkArgument(operation, parameter, values[parameter.name]);
  return values;
}

function parseBody(operation: Operation, body: string): Values {
  if (body.trim() === "") return {};
  let value: unknown;
  try {
    value = parseJson(body);
  } catch {
    throw badArguments(operation.name, "The payload is not valid JSON.");
  }
  if (!isJsonObject(value))
    throw badArguments(operation.name, "A 'StartObject' node was expected when reading the payload.");
  return value;
}

function checkArgument(operation: Operation, parameter: Parameter, value: unknown): void {
  if (value === undefined || value === null) {
    if (!parameter.isOptional) throw missingArgument(operation.name, parameter.name);
  } else if (!fits(parameter.type, value)) {
    throw badArguments(
      operation.name,
      `Cannot convert the value of the parameter '${parameter.name}' to the expected type '${parameter.type}'.`,
    );
  }
}

/** Whether a value is of a type of $metadata; null fits every type. */
function fits(type: string, value: unknown): boolean {
  if (value === null) return true;
  const item = /^Collection\((.*)\)$/.exec(type)?.[1];
  if (item !== undefined)
    return Array.isArray(value) && value.every((one: unknown) => one !== null && fits(item, one));
  switch (type) {
    case "Edm.String":
    case "Edm.DateTimeOffset":
      return typeof value === "string";
    case "Edm.Guid":
      return typeof value === "string" && isGuid(value);
    case "Edm.Boolean":
      return typeof value === "boolean";
    case "Edm.Int32":
      return typeof value === "number" && Number.isInteger(value);
    default:
      // Rows and complex values are objects, enumerations are names.
      return isJsonObject(value) || typeof value === "string";
  }
}
