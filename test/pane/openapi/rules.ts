/** The rules of the OpenAPI Specification 3.1.1, of those objects and fields that our document uses. */
import { z } from "zod";

const Reference = z.strictObject({ $ref: z.string().regex(/^#\/components\/(schemas|responses|headers)\//) });
const Schema = z.record(z.string(), z.unknown());
const Content = z.record(z.string().regex(/^\w+\/[\w.+-]+$/), z.strictObject({ schema: Schema.optional() }));
const Header = z.strictObject({ description: z.string().min(1), schema: Schema });
const Response = z.strictObject({
  description: z.string().min(1),
  headers: z.record(z.string(), z.union([Reference, Header])).optional(),
  content: Content.optional(),
});
const Operation = z.strictObject({
  operationId: z.string().regex(/^\w+$/),
  summary: z.string().min(1),
  description: z.string().optional(),
  security: z.array(z.partialRecord(z.enum(["session", "loginWindow"]), z.tuple([]))),
  parameters: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        in: z.enum(["path", "query", "header", "cookie"]),
        required: z.boolean(),
        schema: Schema,
      }),
    )
    .optional(),
  requestBody: z.strictObject({ required: z.boolean(), content: Content }).optional(),
  responses: z.record(z.string().regex(/^[1-5]\d\d$/), z.union([Reference, Response])),
});

/** A whole document. */
export const OpenApi = z.strictObject({
  openapi: z.string().regex(/^3\.1\.\d+$/),
  info: z.strictObject({
    title: z.string().min(1),
    version: z.string().min(1),
    description: z.string(),
    license: z.strictObject({ name: z.string(), identifier: z.string() }),
  }),
  servers: z.array(z.strictObject({ url: z.string(), description: z.string() })),
  paths: z.record(
    z.string().startsWith("/"),
    z.partialRecord(z.enum(["get", "put", "post", "delete", "patch"]), Operation),
  ),
  components: z.strictObject({
    schemas: z.record(z.string().regex(/^[\w.-]+$/), Schema),
    responses: z.record(z.string().regex(/^[\w.-]+$/), Response),
    headers: z.record(z.string().regex(/^[\w.-]+$/), Header),
    securitySchemes: z.strictObject({
      session: z.strictObject({
        type: z.literal("http"),
        scheme: z.literal("bearer"),
        description: z.string(),
      }),
      loginWindow: z.strictObject({ type: z.literal("apiKey"), in: z.literal("cookie"), name: z.string() }),
    }),
  }),
});
