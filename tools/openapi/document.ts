/** The OpenAPI 3.1 document of the pane's HTTP interface, made from the schemas that the server reads requests by. */
import { stringify } from "yaml";
import { z } from "zod";
import { BookingBody, RowRef } from "../../src/pane/api/schemas.ts";
import type { RefusalCode } from "@coconut-dynamics/pane/contract";
import { BindBody, SessionBody } from "../../src/pane/login/schemas.ts";
import { answerComponents } from "./answers.ts";
import { apiOperations } from "./api-operations.ts";
import { loginOperations, pageOperations } from "./login-operations.ts";
import type { Answer, Operation } from "./operation.ts";
import { refusals } from "./refusals.ts";

const operations = [...pageOperations, ...loginOperations, ...apiOperations];

const requestComponents = { BindBody, BookingBody, RowRef, SessionBody };

const names = new Map<z.ZodType, string>(
  Object.entries({ ...requestComponents, ...answerComponents }).map(([name, schema]) => [schema, name]),
);

/** The text of docs/pane-api.openapi.yaml. */
export function renderDocument(): string {
  const header =
    "# Made by `npm run docs:openapi` from the schemas of src/pane and tools/openapi. Do not edit.\n";
  return header + stringify(createDocument(), { lineWidth: 0, aliasDuplicateObjects: false });
}

/** Creates the document as an object, in the order in which it is written. */
export function createDocument(): object {
  return {
    openapi: "3.1.1",
    info: {
      title: "Create Appointment pane",
      version: "1",
      description:
        "What the pane in Dynamics asks of its own server. Server and page are deployed together: the interface may change with any release.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/", description: "The origin in PANE_URL" }],
    paths: pathsOf(operations),
    components: {
      schemas: { ...toComponents(requestComponents, "input"), ...toComponents(answerComponents, "output") },
      responses: refusalComponents(),
      headers: {
        Location: { description: "Where the browser goes on", schema: { type: "string", format: "uri" } },
        RetryAfter: { description: "Seconds to wait", schema: { type: "integer", minimum: 1 } },
      },
      securitySchemes: {
        session: { type: "http", scheme: "bearer", description: "The token of POST /pane/session" },
        loginWindow: { type: "apiKey", in: "cookie", name: "__Host-coconut-login" },
      },
    },
  };
}

function pathsOf(all: readonly Operation[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of all) (paths[operation.path] ??= {})[operation.method] = toOperation(operation);
  return paths;
}

function toOperation(operation: Operation): object {
  const { id, summary, login, proof, parameters = {}, body, bodyType = "application/json" } = operation;
  const listed = Object.entries(parameters).flatMap(([where, schema]) => toParameters(where, schema));
  return {
    operationId: id,
    summary,
    ...(login && { description: `There with PANE_LOGIN=${login} only.` }),
    security: proof ? [{ [proof]: [] }] : [],
    ...(listed.length > 0 && { parameters: listed }),
    ...(body && {
      requestBody: { required: true, content: { [bodyType]: { schema: toSchema(body, "input") } } },
    }),
    responses: toResponses(operation),
  };
}

function toParameters(where: string, schema: z.ZodObject): object[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: "input", override });
  return Object.entries(properties).map(([name, value]) => ({
    name,
    in: where,
    required: required.includes(name),
    schema: value,
  }));
}

function toResponses({ answers, mediaType = "text/html", refusals: refused = {} }: Operation): object {
  const statuses = [...Object.keys(answers), ...Object.keys(refused)].map(Number);
  const responses = [...new Set(statuses)]
    .toSorted((a, b) => a - b)
    .map((status) => {
      const codes = refused[status];
      const answer = answers[status];
      const refusal = { $ref: `#/components/responses/${refusalName(codes ?? [])}` };
      return [status, codes ? refusal : toAnswer(status, answer ?? "", mediaType)] as const;
    });
  return Object.fromEntries(responses);
}

function toAnswer(status: number, answer: Answer, mediaType: string): object {
  if (typeof answer === "object") {
    const content = { "application/json": { schema: toSchema(answer.schema, "output") } };
    return { description: answer.description, content };
  }
  if (status === 204) return { description: answer };
  if (status === 303)
    return { description: answer, headers: { Location: { $ref: "#/components/headers/Location" } } };
  return { description: answer, content: { [mediaType]: {} } };
}

/** One component for every set of codes that some status of some operation has. */
function refusalComponents(): object {
  const sets = operations.flatMap(({ refusals: refused = {} }) => Object.values(refused));
  const named = sets.map((codes) => [refusalName(codes), toRefusal(codes)] as const);
  return Object.fromEntries(named.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** `["row_gone", "too_many"]` → `RowGone.TooMany` */
function refusalName(codes: readonly RefusalCode[]): string {
  const words = codes.map((code) =>
    code.replaceAll(/(?:^|_)(\w)/g, (_match, letter: string) => letter.toUpperCase()),
  );
  return words.join(".");
}

function toRefusal(codes: readonly RefusalCode[]): object {
  const isToWait = codes.every((code) => code === "too_many" || code.endsWith("_unavailable"));
  const schema = {
    allOf: [
      { $ref: "#/components/schemas/RefusalAnswer" },
      objectOf({ error: objectOf({ code: { type: "string", enum: codes } }) }),
    ],
  };
  return {
    description: codes.map((code) => `\`${code}\`: ${refusals[code]}`).join("\n\n"),
    ...(isToWait && { headers: { "Retry-After": { $ref: "#/components/headers/RetryAfter" } } }),
    content: { "application/json": { schema } },
  };
}

/** What has a default may be left out, also where zod got it from a `catch`. */
function override({ jsonSchema }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  const { properties = {}, required } = jsonSchema;
  if (required === undefined) return;
  jsonSchema.required = required.filter((name) => {
    const property = properties[name];
    return typeof property !== "object" || !("default" in property);
  });
}

function objectOf(properties: Readonly<Record<string, object>>): object {
  return { type: "object", properties };
}

type Direction = "input" | "output";

function toSchema(schema: z.ZodType, io: Direction): object {
  const name = names.get(schema);
  if (name !== undefined) return { $ref: `#/components/schemas/${name}` };
  return withoutIdentity(z.toJSONSchema(schema, { io, override }));
}

function toComponents(schemas: Readonly<Record<string, z.ZodType>>, io: Direction): object {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  const made = z.toJSONSchema(registry, { io, override, uri: (id) => `#/components/schemas/${id}` });
  return Object.fromEntries(
    Object.entries(made.schemas).map(([name, schema]) => [name, withoutIdentity(schema)]),
  );
}

/** A schema inside the document has the document's dialect and address. */
function withoutIdentity({
  $schema: _dialect,
  $id: _address,
  ...schema
}: z.core.JSONSchema.JSONSchema): object {
  return schema;
}
