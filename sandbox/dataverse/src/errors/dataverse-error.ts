/** What the API answers when it refuses: printed in one place, routes/operation.ts. */
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

/** What nobody thought of. */
export function unexpected(): DataverseError {
  return new DataverseError(500, "0x80040216", "An unexpected error occurred.");
}
