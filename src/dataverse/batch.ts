/** Writes and reads `$batch` bodies (OData 4.01, 11.7.7, multipart). Pure. */

/** One request. */
export interface Operation {
  readonly method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** Below the service root: `leads(…)`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** One request, or several that are all carried out or none of them. */
export type BatchPart = Operation | { readonly changeSet: readonly Operation[] };

/** The answer to one operation. */
export interface OperationAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON, or undefined where there was no body. */
  readonly body: unknown;
}

const crlf = "\r\n";

/** The body of a batch. `boundary` must not occur in any part: use a uuid. `root` is the Web API's address and a slash. */
export function encodeBatch(parts: readonly BatchPart[], root: string, boundary: string): string {
  const lines: string[] = [];
  for (const [index, part] of parts.entries()) {
    lines.push(`--batch_${boundary}`);
    if ("changeSet" in part) {
      const inner = `changeset_${boundary}_${index}`;
      lines.push(`Content-Type: multipart/mixed; boundary=${inner}`, "");
      for (const [position, operation] of part.changeSet.entries()) {
        lines.push(`--${inner}`, ...encodeOperation(operation, root, position + 1));
      }
      lines.push(`--${inner}--`);
    } else {
      lines.push(...encodeOperation(part, root));
    }
  }
  return [...lines, `--batch_${boundary}--`, ""].join(crlf);
}

function encodeOperation(operation: Operation, root: string, contentId?: number): string[] {
  const hasBody = operation.body !== undefined;
  const headers = {
    Accept: "application/json",
    ...(hasBody && { "Content-Type": "application/json; type=entry; charset=utf-8" }),
    ...operation.headers,
  };
  return [
    "Content-Type: application/http",
    "Content-Transfer-Encoding: binary",
    ...(contentId === undefined ? [] : [`Content-ID: ${contentId}`]),
    "",
    `${operation.method} ${root}${operation.path} HTTP/1.1`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    "",
    hasBody ? JSON.stringify(operation.body) : "",
  ];
}

/** All answers in order, also those within change sets. A change set that failed has one answer. @throws SyntaxError */
export function decodeBatch(contentType: string, body: string): OperationAnswer[] {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) throw new SyntaxError("a batch answer without a boundary");
  return splitParts(body, boundary.trim()).flatMap((part) => {
    const { headers, rest } = splitHead(part);
    const type = headers["content-type"] ?? "";
    return type.toLowerCase().startsWith("multipart/mixed") ? decodeBatch(type, rest) : [decodeAnswer(rest)];
  });
}

function splitParts(body: string, boundary: string): string[] {
  // Matched to the end of its line: one boundary may begin with another.
  const delimiter = new RegExp(`\\r\\n--${boundary.replaceAll(/\W/g, "\\$&")}(--|)[ \\t]*(?=\\r\\n|$)`);
  const pieces = `\r\n${body}`.split(delimiter);
  // Alternately text and what followed a boundary: nothing, or the two hyphens after the last one.
  const end = pieces.indexOf("--");
  if (end < 0) throw new SyntaxError("a batch answer that does not end");
  const parts = pieces.slice(1, end).filter((_piece, index) => index % 2 === 1);
  return parts.map((part) => part.slice(crlf.length));
}

function decodeAnswer(text: string): OperationAnswer {
  const lineEnd = text.indexOf(crlf);
  const status = /^HTTP\/\d(?:\.\d)? (\d{3})/.exec(text)?.[1];
  if (status === undefined) throw new SyntaxError("a batch answer part without a status line");
  const { headers, rest } = splitHead(lineEnd < 0 ? "" : text.slice(lineEnd + crlf.length));
  const body = rest.trim();
  return { status: Number(status), headers, body: body === "" ? undefined : JSON.parse(body) };
}

function splitHead(text: string): { headers: Record<string, string>; rest: string } {
  const blank = text.startsWith(crlf) ? 0 : text.indexOf(crlf + crlf);
  const head = blank < 0 ? text : text.slice(0, blank);
  const rest = blank < 0 ? "" : text.slice(blank).replace(/^(\r\n){1,2}/, "");
  const headers: Record<string, string> = {};
  for (const line of head.split(crlf)) {
    const colon = line.indexOf(":");
    if (colon > 0) headers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  return { headers, rest };
}
