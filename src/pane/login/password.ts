/** Name and password, relayed once to Coconut: never kept, never logged, never sent anywhere else. */
import type { Dispatcher } from "undici";
import { z } from "zod";
import { exchange, type HttpAnswer } from "../../http/exchange.ts";
import { readRetryAfterMs } from "../../http/retry-after.ts";
import { LoginUnavailableError, type PasswordLogin } from "./methods.ts";

export interface PasswordLoginOptions {
  /** Coconut's address for logging in, by POST. */
  readonly url: string;
  readonly dispatcher: Dispatcher;
  readonly timeoutMs?: number;
}

/** A JSON:API document of the member of staff; only the e-mail counts. */
const SignedIn = z.object({ data: z.object({ attributes: z.object({ email: z.email() }) }) });

const usualRetryMs = 60_000;
/** Many times what Coconut says of one member of staff. */
const maxAnswerBytes = 256 * 1024;
const headers = {
  Accept: "application/json",
  "Content-Type": "application/json",
  "X-Requested-With": "XMLHttpRequest",
};

export function createPasswordLogin(options: PasswordLoginOptions): PasswordLogin {
  const { url, dispatcher, timeoutMs = 10_000 } = options;

  async function ask(username: string, password: string): Promise<HttpAnswer> {
    const body = JSON.stringify({ username, password });
    try {
      const limits = { timeoutMs, maxAnswerBytes };
      return await exchange(dispatcher, { method: "POST", url, headers, body }, limits);
    } catch (cause) {
      throw new LoginUnavailableError("Coconut did not answer", { cause });
    }
  }

  return {
    kind: "password",
    async signIn(username, password) {
      const answer = await ask(username, password);
      const { status } = answer;
      if (status === 401) return "wrong";
      if (status === 403) return "disabled";
      if (status === 429) {
        const retryAfterMs = readRetryAfterMs(answer.headers["retry-after"], new Date());
        // "0" is taken for no time at all: whoever asks for a pause does not mean none.
        return { retryAfterMs: retryAfterMs || usualRetryMs };
      }
      if (status !== 200) throw new LoginUnavailableError(`Coconut answered ${status}`);
      const parsed = SignedIn.safeParse(parseJson(answer.text));
      if (!parsed.success) throw new LoginUnavailableError("Coconut's answer cannot be read");
      return { email: parsed.data.data.attributes.email };
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
