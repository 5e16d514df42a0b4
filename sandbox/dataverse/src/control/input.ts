import { type ApiReply } from "../transport/http.ts";
import { parseJson, isJsonObject } from "../transport/json-text.ts";

/** Bad input, with what is wrong with it. */
export class ControlError extends Error {
  override readonly name = "ControlError";
}

type Input = Record<string, unknown>;

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

export function refuseOthers(input: Input, known: readonly string[]): void {
  const other = Object.keys(input).find((name) => !known.includes(name));
  if (other !== undefined) throw new ControlError(`${other} is unknown; known are ${known.join(", ")}`);
}

export function readNumber(input: Input, name: string, min: number, max: number): number | undefined {
  const value = input[name];
  if (value === undefined) return undefined;
  if (typeof value !== "number" || !Number.isInteger(value) || value < min || value > max) {
    throw new ControlError(`${name} must be a whole number from ${min} to ${max}`);
  }
  return value;
}

export function readText(input: Input, name: string): string | undefined {
  const value = input[name];
  if (value !== undefined && typeof value !== "string") throw new ControlError(`${name} must be a text`);
  return value;
}

export function readFlag(input: Input, name: string): boolean | undefined {
  const value = input[name];
  if (value !== undefined && typeof value !== "boolean")
    throw new ControlError(`${name} must be true or false`);
  return value;
}

export function readTexts(input: Input, name: string): readonly string[] {
  const value = input[name] ?? [];
  if (Array.isArray(value) && value.every((one) => typeof one === "string")) return value;
  throw new ControlError(`${name} must be a list of texts`);
}

export function json(status: number, body: unknown): ApiReply {
  return {
    status,
    headers: { "Content-Type": "application/json; charset=utf-8" },
    body: JSON.stringify(body),
  };
}

export function nothing(): ApiReply {
  return { status: 204, headers: {} };
}
