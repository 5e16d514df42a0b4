import { streamNotReadable } from "../errors/payloads.ts";

/** A part of a multipart body. */
export interface Part {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An HTTP request inside a part. */
export interface InnerRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The boundary in a Content-Type of multipart/mixed, quoted or not; undefined for other types. */
export function boundaryOf(contentType: string | undefined): string | undefined {
  const match =
    /^\s*multipart\/mixed\s*;(?:[^]*;)?\s*boundary=(?:"([^"]{1,200})"|([^\s;"]{1,200}))\s*(?:;|$)/i.exec(
      contentType ?? "",
    );
  return match?.[1] ?? match?.[2];
}

/**
 * Splits a multipart body as strictly as the service does: every line of the envelope ends in CRLF, except
 * that the last may have no line end. Bodies of parts may have any line ends.
 * @throws DataverseError if the envelope is malformed
 */
export function parseMultipart(body: string, boundary: string): Part[] {
  const parts: Part[] = [];
  const text = `\r\n${body}`;
  let delimiter = findDelimiter(text, boundary, 0);
  while (delimiter && !delimiter.isLast) {
    const next = findDelimiter(text, boundary, delimiter.end - 2);
    if (!next) throw streamNotReadable();
    parts.push(parsePart(text.slice(delimiter.end, Math.max(delimiter.end, next.start))));
    delimiter = next;
  }
  if (!delimiter) throw streamNotReadable();
  const isEnded = text.startsWith("\r\n", delimiter.end) || delimiter.end === text.length;
  if (!isEnded) throw streamNotReadable();
  return parts;
}

/** The next delimiter line, from the line end before it to its own. */
function findDelimiter(
  text: string,
  boundary: string,
  from: number,
): { start: number; end: number; isLast: boolean } | undefined {
  const mark = `\r\n--${boundary}`;
  for (let start = text.indexOf(mark, from); start >= 0; start = text.indexOf(mark, start + 2)) {
    const after = start + mark.length;
    if (text.startsWith("--", after)) return { start, end: after + 2, isLast: true };
    if (text.startsWith("\r\n", after)) return { start, end: after + 2, isLast: false };
  }
  return undefined;
}

function parsePart(text: string): Part {
  const { head, body } = splitHead(text);
  return { headers: parseHeaders(head), body };
}

/**
 * Parses an HTTP request inside a part. The URL may contain spaces, as hand-written queries do.
 * @throws DataverseError
 */
export function parseInnerRequest(text: string): InnerRequest {
  const { head, body } = splitHead(text);
  const [first = "", ...lines] = head;
  const match = /^([A-Z]{1,20}) (\S.*) HTTP\/\d\.\d$/.exec(first);
  if (!match?.[1] || !match[2]) throw streamNotReadable();
  return { method: match[1], url: match[2], headers: parseHeaders(lines), body };
}

/** Splits headers and body. The empty line after the headers may be the line end before the next delimiter. */
function splitHead(text: string): { head: string[]; body: string } {
  if (text.startsWith("\r\n")) return { head: [], body: text.slice(2) };
  const whole = `${text}\r\n`;
  const end = whole.indexOf("\r\n\r\n");
  if (end < 0) throw streamNotReadable();
  const head = whole.slice(0, end);
  if (/(?<!\r)\n/.test(head)) throw streamNotReadable();
  return { head: head.split("\r\n"), body: text.slice(end + 4) };
}

function parseHeaders(lines: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const match = /^([!#$%&'*+.^`|~\w-]+):([^\r]*)$/.exec(line);
    if (!match?.[1]) throw streamNotReadable();
    headers[match[1].toLowerCase()] = (match[2] ?? "").trim();
  }
  return headers;
}
