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
