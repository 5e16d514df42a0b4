// Reads and checks the JSON that calls of the control plane send.

import { type ApiReply } from "../transport/http.ts";
import { parseJson, isJsonObject } from "../transport/json-text.ts";

/** Wrong input to the control plane; the message says what is wrong and is answered with 400. */
export class ControlError extends Error {
  override readonly name = "ControlError";
}

type Input = Record<string, unknown>;

/** Parses a body. Throws a ControlError unless it is a JSON object. */
export function readObject(body: string): Input {
  let value: unknown;
  try {
    value = parseJson(body);
  } catch {
    throw new ControlError("the body must be JSON");
  }
  if (!isJsonObject(value)) throw new ControlError("the body must be a JSON object");
  return value;
}

/** Throws a ControlError if the input has a member that is not in `known`. */
export function refuseOthers(input: Input, known: readonly string[]): void {
  const other = Object.keys(input).find((name) => !known.includes(name));
  if (other !== undefined) throw new ControlError(`${other} is unknown; known are ${known.join(", ")}`);
}

/**
 * A whole number from `min` to `max`; undefined if it is not given. Throws a ControlError for any other
 * value.
 */
export function readNumber(input: Input, name: string, min: number, max: number): number | undefined {
  const value = input[name];
  if (value === undefined) return undefined;
  if (typeof value !== "number" || !Number.isInteger(value) || value < min || value > max) {
    throw new ControlError(`${name} must be a whole number from ${min} to ${max}`);
  }
  return value;
}

/** A text; undefined if it is not given. Throws a ControlError for any other value. */
export function readText(input: Input, name: string): string | undefined {
  const value = input[name];
  if (value !== undefined && typeof value !== "string") throw new ControlError(`${name} must be a text`);
  return value;
}

/** A boolean; undefined if it is not given. Throws a ControlError for any other value. */
export function readFlag(input: Input, name: string): boolean | undefined {
  const value = input[name];
  if (value !== undefined && typeof value !== "boolean")
    throw new ControlError(`${name} must be true or false`);
  return value;
}

/** A list of texts; empty if it is not given. Throws a ControlError for any other value. */
export function readTexts(input: Input, name: string): readonly string[] {
  const value = input[name] ?? [];
  if (Array.isArray(value) && value.every((one) => typeof one === "string")) return value;
  throw new ControlError(`${name} must be a list of texts`);
}

/** A reply with a JSON body. */
export function json(status: number, body: unknown): ApiReply {
  return {
    status,
    headers: { "Content-Type": "application/json; charset=utf-8" },
    body: JSON.stringify(body),
  };
}

/** A reply without a body (204). */
export function nothing(): ApiReply {
  return { status: 204, headers: {} };
}
