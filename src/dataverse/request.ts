/** One HTTP exchange: text out, text in, within a time limit. Knows nothing of tokens or tables. */
import { type Dispatcher, request } from "undici";

export interface HttpRequest {
  readonly method: Dispatcher.HttpMethod;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; a repeated header keeps its first value. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** @throws whatever undici throws: no connection, a reset, or the time limit. */
export async function exchange(
  dispatcher: Dispatcher,
  { method, url, headers, body }: HttpRequest,
  timeoutMs: number,
): Promise<HttpAnswer> {
  const answer = await request(url, {
    dispatcher,
    method,
    headers,
    ...(body !== undefined && { body }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await answer.body.text();
  const entries = Object.entries(answer.headers).flatMap(([name, value]) => {
    const first = Array.isArray(value) ? value[0] : value;
    return first === undefined ? [] : [[name, first] as const];
  });
  return { status: answer.statusCode, headers: Object.fromEntries(entries), text };
}
