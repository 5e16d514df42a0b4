/** Login by username and password: both are sent to Coconut once, and are neither kept nor logged. */
import type { Dispatcher } from "undici";
import { z } from "zod";
import { exchange, type HttpAnswer } from "../../http/exchange.ts";
import { readRetryAfterMs } from "../../http/retry-after.ts";
import { LoginUnavailableError, type PasswordLogin } from "./methods.ts";

/** What a login by password needs. */
export interface PasswordLoginOptions {
  /** Coconut's address for logging in, by POST. */
  readonly url: string;
  readonly dispatcher: Dispatcher;
  readonly timeoutMs?: number;
}

/** Coconut's answer is a JSON:API document of the staff member; only the e-mail address is used. */
const SignedIn = z.object({ data: z.object({ attributes: z.object({ email: z.email() }) }) });

const usualRetryMs = 60_000;
/** Many times what Coconut says of one member of staff. */
const maxAnswerBytes = 256 * 1024;
const headers = {
  Accept: "application/json",
  "Content-Type": "application/json",
  "X-Requested-With": "XMLHttpRequest",
};

/** Takes 401 for a wrong password and 403 for a disabled account. */
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
