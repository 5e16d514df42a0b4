/** docs/pane-api.openapi.yaml as the tests use it: which answers it allows. */
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";

interface Media {
  readonly schema?: object;
}

interface DocumentedResponse {
  readonly description: string;
  readonly headers?: Readonly<Record<string, object>>;
  readonly content?: Readonly<Record<string, Media>>;
}

interface DocumentedOperation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly responses: Readonly<Record<string, DocumentedResponse | { readonly $ref: string }>>;
}

interface OpenApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, object>>;
    readonly responses: Readonly<Record<string, DocumentedResponse>>;
  };
}

export const documentText = readFileSync(
  new URL("../../../docs/pane-api.openapi.yaml", import.meta.url),
  "utf8",
);
export const document = parse(documentText) as OpenApiDocument;

/** Every operation, with its path and its method in lower case. */
export const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

/** The operation of a method and a path such as `/pane/api/rows/lead/1`, if the document has it. */
export function findOperation(method: string, path: string): DocumentedOperation | undefined {
  const asked = path.replace(/\/$/, "");
  return operations.find(
    (known) => known.method === method.toLowerCase() && patternOf(known.path).test(asked),
  )?.operation;
}

/** `/pane/api/rows/{table}/{id}` → what matches such paths, without a slash at the end. */
function patternOf(template: string): RegExp {
  return new RegExp(`^${template.replace(/\/$/, "").replaceAll(/\{\w+\}/g, "[^/]+")}$`);
}

function responseOf(operation: DocumentedOperation, status: number): DocumentedResponse | undefined {
  const response = operation.responses[String(status)];
  if (response === undefined || !("$ref" in response)) return response;
  return document.components.responses[response.$ref.replace("#/components/responses/", "")];
}

/** What is wrong with an answer by the document, each in a sentence; nothing where the document lacks the operation. */
export function faultsOf(
  method: string,
  path: string,
  answer: { readonly status: number; readonly headers: Headers; readonly text: string },
): readonly string[] {
  const operation = findOperation(method, path);
  if (operation === undefined) return [];
  const response = responseOf(operation, answer.status);
  if (response === undefined)
    return [`${answer.status} is not among the answers of ${operation.operationId}`];
  // A redirect's body is for nobody.
  const isRedirect = response.headers?.["Location"] !== undefined;
  return [...(isRedirect ? [] : contentFaults(response, answer)), ...headerFaults(response, answer)];
}

function headerFaults({ headers = {} }: DocumentedResponse, answer: { readonly headers: Headers }): string[] {
  return Object.keys(headers)
    .filter((name) => answer.headers.get(name) === null)
    .map((name) => `${name} is missing`);
}

function contentFaults(
  { content }: DocumentedResponse,
  { headers, text }: { readonly headers: Headers; readonly text: string },
): string[] {
  const type = headers.get("content-type")?.split(";")[0] ?? "";
  if (content === undefined) return text === "" ? [] : [`a body of ${type} where none is described`];
  const media = content[type];
  if (media === undefined) return [`${type} where ${Object.keys(content).join()} is described`];
  if (media.schema === undefined) return [];
  const parsed = validatorOf(media.schema).safeParse(JSON.parse(text));
  return parsed.success ? [] : [`${z.prettifyError(parsed.error)} in ${text}`];
}

const validators = new Map<object, z.ZodType>();

/** A schema of the document as zod reads it. */
export function validatorOf(schema: object): z.ZodType {
  const known = validators.get(schema);
  if (known !== undefined) return known;
  const whole = JSON.stringify({ ...schema, $defs: document.components.schemas });
  const validator = z.fromJSONSchema(JSON.parse(whole.replaceAll("#/components/schemas/", "#/$defs/")));
  validators.set(schema, validator);
  return validator;
}
