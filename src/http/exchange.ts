/** One HTTP exchange with a system outside: text out, text in, within a time limit and a size limit. */
import { type Dispatcher, request } from "undici";

/** `url` is the whole address. */
export interface HttpRequest {
  readonly method: Dispatcher.HttpMethod;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Every exchange has both limits: else a system that is broken, or hostile, takes our time or our memory. */
export interface HttpLimits {
  /** From sending the request to the last byte of the answer. */
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
}

/** The first lines of an answer. */
export interface HttpHead {
  readonly status: number;
  /** Names in lower case; a repeated header keeps its first value. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A whole answer, its body as UTF-8 text. */
export interface HttpAnswer extends HttpHead {
  readonly text: string;
}

/** The status has arrived, but not the whole body: it was cut, late or, with `isTooLarge`, over the limit. */
export class IncompleteAnswerError extends Error {
  readonly head: HttpHead;
  readonly isTooLarge: boolean;

  constructor(message: string, head: HttpHead, isTooLarge: boolean, options?: ErrorOptions) {
    super(message, options);
    this.name = "IncompleteAnswerError";
    this.head = head;
    this.isTooLarge = isTooLarge;
  }
}

/**
 * Sends a request and reads the answer, whatever its status; redirects are not followed, nothing is decompressed.
 *
 * @throws IncompleteAnswerError once there is a status; before, the error of undici (no connection, a reset, the time limit)
 */
export async function exchange(
  dispatcher: Dispatcher,
  { method, url, headers, body }: HttpRequest,
  { timeoutMs, maxAnswerBytes }: HttpLimits,
): Promise<HttpAnswer> {
  const answer = await request(url, {
    dispatcher,
    method,
    headers,
    ...(body !== undefined && { body }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const head = { status: answer.statusCode, headers: firstValues(answer.headers) };
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength;
      // Leaving the loop closes the connection: nothing more is read.
      if (bytes > maxAnswerBytes) break;
      chunks.push(chunk);
    }
  } catch (cause) {
    throw new IncompleteAnswerError("the answer ended before its end", head, false, { cause });
  }
  if (bytes > maxAnswerBytes) {
    throw new IncompleteAnswerError(`the answer is over ${maxAnswerBytes} bytes`, head, true);
  }
  return { ...head, text: Buffer.concat(chunks).toString("utf8") };
}

function firstValues(headers: Readonly<Record<string, string | string[] | undefined>>): HttpHead["headers"] {
  const entries = Object.entries(headers).flatMap(([name, value]) => {
    const first = Array.isArray(value) ? value[0] : value;
    return first === undefined ? [] : [[name, first] as const];
  });
  return Object.fromEntries(entries);
}
