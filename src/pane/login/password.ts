/** Name and password, relayed once to Coconut: never kept, never logged, never sent anywhere else. */
import { type Dispatcher, request } from "undici";
import { z } from "zod";
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

export function createPasswordLogin(options: PasswordLoginOptions): PasswordLogin {
  const { url, dispatcher, timeoutMs = 10_000 } = options;

  async function ask(username: string, password: string) {
    try {
      const { statusCode, headers, body } = await request(url, {
        dispatcher,
        method: "POST",
        headers: {
          Accept: "application/json",
          "Content-Type": "application/json",
          "X-Requested-With": "XMLHttpRequest",
        },
        body: JSON.stringify({ username, password }),
        signal: AbortSignal.timeout(timeoutMs),
      });
      return { status: statusCode, retryAfter: headers["retry-after"], text: await body.text() };
    } catch (cause) {
      throw new LoginUnavailableError("Coconut did not answer", { cause });
    }
  }

  return {
    kind: "password",
    async signIn(username, password) {
      const { status, retryAfter, text } = await ask(username, password);
      if (status === 401) return "wrong";
      if (status === 403) return "disabled";
      if (status === 429) return { retryAfterMs: retryAfterMs(retryAfter) };
      if (status !== 200) throw new LoginUnavailableError(`Coconut answered ${status}`);
      const parsed = SignedIn.safeParse(parseJson(text));
      if (!parsed.success) throw new LoginUnavailableError("Coconut's answer cannot be read");
      return { email: parsed.data.data.attributes.email };
    },
  };
}

function retryAfterMs(header: string | string[] | undefined): number {
  const seconds = Number(header);
  return header !== undefined && seconds > 0 ? Math.min(seconds, 3_600) * 1000 : usualRetryMs;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
