/** Reads bodies and queries, and throws a 422 that says what is wrong with them. */
import type { Request } from "express";
import { z } from "zod";
import type { Language } from "../model/entities.ts";
import { invalid } from "../model/refusal.ts";
import { isTimezone, readLocal } from "../model/local-time.ts";

/** An id: a number or digits on the wire, text inside. */
export const Id = z
  .union([z.int().nonnegative(), z.string().regex(/^\d+$/u)], { error: "must be an id" })
  .transform(String);

/** A text of 1 to 200 characters, trimmed. */
export const Text = z.string().trim().min(1).max(200);

/** An e-mail address. */
export const Email = z.email().max(200);

/** The body, parsed by the schema. Throws a 422 with a JSON pointer for every problem. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body ?? {}, { error: explain });
  if (result.success) return result.data;
  throw invalid(
    result.error.issues.map(({ path, message }) => {
      const name = path.length === 0 ? "" : `${path.map(String).at(-1)}: `;
      return { detail: `${name}${message}`, pointer: path.map((part) => `/${String(part)}`).join("") };
    }),
  );
}

/** Zod's own words, except where a person at a terminal would not understand them. */
function explain(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === "unrecognized_keys") return `there is no field ${issue.keys.join(", ")}`;
  if (issue.input === undefined) return "is needed";
  if (issue.code === "invalid_type")
    return `must be ${issue.expected === "string" ? "text" : issue.expected}`;
  return undefined;
}

/** The instant of a local "YYYY-MM-DD HH:MM:SS". Throws a 422 where there is no such time. */
export function parseStart(text: string, zone: string, pointer: string): number {
  const startMs = readLocal(text, zone);
  if (startMs !== undefined) return startMs;
  const detail = `start: must be an existing local time as "YYYY-MM-DD HH:MM:SS" (${zone})`;
  throw invalid([{ detail, pointer }]);
}

/** The IANA time zone. Throws a 422 where it is none. */
export function parseTimezone(zone: string, pointer: string): string {
  if (isTimezone(zone)) return zone;
  throw invalid([{ detail: "timezone: must be an IANA time zone", pointer }]);
}

/** The row that a body refers to by id. Throws a 422 with `pointer` if there is no such row. */
export function readReference<T>(rows: ReadonlyMap<string, T>, id: string, name: string, pointer: string): T {
  const row = rows.get(id);
  if (row === undefined) throw invalid([{ detail: `${name}: there is no ${name} ${id}`, pointer }]);
  return row;
}

/** A query parameter; undefined if it is missing or empty. */
export function queryText(request: Request, name: string): string | undefined {
  const value = request.query[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A query parameter. Throws a 422 if it is missing or empty. */
export function requiredQuery(request: Request, name: string): string {
  const value = queryText(request, name);
  if (value === undefined) throw invalid([{ detail: `the parameter ${name} is needed`, parameter: name }]);
  return value;
}

/** Every value of a query parameter: `name=7`, `name=7&name=8`, `name[]=7&name[]=8`. */
export function queryList(request: Request, name: string): string[] {
  return [request.query[name], request.query[`${name}[]`]]
    .flat()
    .filter((value): value is string => typeof value === "string" && value !== "");
}

/** The row that a query parameter names. Throws a 422 if there is no such row. */
export function readQueryReference<T>(rows: ReadonlyMap<string, T>, id: string, parameter: string): T {
  const row = rows.get(id);
  if (row === undefined) throw invalid([{ detail: `${parameter}: there is no ${id}`, parameter }]);
  return row;
}

/** The row that a query parameter names, if it is given. Throws a 422 if there is no such row. */
export function readOptionalQueryReference<T>(
  rows: ReadonlyMap<string, T>,
  request: Request,
  parameter: string,
): T | undefined {
  const id = queryText(request, parameter);
  return id === undefined ? undefined : readQueryReference(rows, id, parameter);
}

/** The language of the answer: `?lang=fr-CA`, else Accept-Language, else English. */
export function languageOf(request: Request): Language {
  const asks = queryText(request, "lang");
  if (asks !== undefined) return asks.toLowerCase().startsWith("fr") ? "fr" : "en";
  return request.acceptsLanguages("en", "fr") === "fr" ? "fr" : "en";
}

/** The `meeting_method` of the query, 1 to 4, if it is given. Throws a 422 if it is another. */
export function queryMethod(request: Request): number | undefined {
  const text = queryText(request, "meeting_method");
  if (text === undefined) return undefined;
  if (/^[1-4]$/u.test(text)) return Number(text);
  const detail = "meeting_method: must be 1 (at a location), 2 (phone), 3 (video) or 4 (off site)";
  throw invalid([{ detail, parameter: "meeting_method" }]);
}
