/** Reads requests: a JSON body of limited size, and values of exactly the shape of a schema. */
import express, { type ErrorRequestHandler, type RequestHandler } from "express";
import type { z } from "zod";
import { Refusal, type RefusalFacts } from "./refusal.ts";

/** Middleware that parses a JSON body of at most `limit` (`16kb`). @throws Refusal 415 for another Content-Type */
export function readJson(limit: string): RequestHandler[] {
  return [
    (request, _response, next) => {
      if (!request.is("application/json")) throw new Refusal(wrongType);
      next();
    },
    express.json({ limit, type: "application/json", inflate: false }),
  ];
}

const wrongType: RefusalFacts = {
  status: 415,
  code: "wrong_type",
  message: "Send Content-Type: application/json, without Content-Encoding.",
};

/** Refusals by the `type` of the errors that Express' body parsers throw. */
const unreadable: Readonly<Record<string, RefusalFacts>> = {
  "entity.too.large": { status: 413, code: "too_large", message: "The body is too large." },
  "encoding.unsupported": wrongType,
  "charset.unsupported": wrongType,
};

/** Turns errors of Express' body parsers into refusals 400, 413 and 415. Stands at the end of a router. */
export const refuseUnreadable: ErrorRequestHandler = (error: unknown, _request, _response, next) => {
  const { type } = (error ?? {}) as { type?: unknown };
  if (error instanceof Refusal || typeof type !== "string") return next(error);
  next(
    new Refusal(
      unreadable[type] ?? { status: 400, code: "malformed", message: "The body is not what it says it is." },
    ),
  );
};

/** Returns the value that the schema makes of it. @throws Refusal 422 that names faulty fields but never their values */
export function parseRequest<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.slice(0, 20).map(({ path, message }) => ({
    path: path.map(String).join("."),
    message,
  }));
  throw new Refusal({ status: 422, code: "invalid", message: "Some values are not usable.", issues });
}
