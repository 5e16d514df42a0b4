/** JSON bodies in: by their type, within a size, of exactly the shape that is expected. */
import express, { type ErrorRequestHandler, type RequestHandler } from "express";
import type { z } from "zod";
import { Refusal, type RefusalFacts } from "./refusal.ts";

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

/** What Express' body parsers find, by their own word for it. */
const unreadable: Readonly<Record<string, RefusalFacts>> = {
  "entity.too.large": { status: 413, code: "too_large", message: "The body is too large." },
  "encoding.unsupported": wrongType,
  "charset.unsupported": wrongType,
};

/** For the end of a router. */
export const refuseUnreadable: ErrorRequestHandler = (error: unknown, _request, _response, next) => {
  const { type } = (error ?? {}) as { type?: unknown };
  if (error instanceof Refusal || typeof type !== "string") return next(error);
  next(
    new Refusal(
      unreadable[type] ?? { status: 400, code: "malformed", message: "The body is not what it says it is." },
    ),
  );
};

/** @throws Refusal 422 that names each place and never repeats what stood there */
export function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.slice(0, 20).map(({ path, message }) => ({
    path: path.map(String).join("."),
    message,
  }));
  throw new Refusal({ status: 422, code: "invalid", message: "Some values are not usable.", issues });
}
