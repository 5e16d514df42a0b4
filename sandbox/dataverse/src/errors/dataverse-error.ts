/**
 * A refusal of the Web API: HTTP status, error code and message of its envelope, and headers. errorReply()
 * in call/replies.ts writes the envelope.
 */
export class DataverseError extends Error {
  override readonly name = "DataverseError";
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** 500: what any other error is answered with. */
export function unexpected(): DataverseError {
  return new DataverseError(500, "0x80040216", "An unexpected error occurred.");
}
