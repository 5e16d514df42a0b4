/** One thing that is wrong with a request. */
export interface Problem {
  readonly detail: string;
  /** A JSON pointer into the body that was sent, or the name of a query parameter. */
  readonly pointer?: string;
  readonly parameter?: string;
}

/** A request that is refused. The Open API answers it as JSON:API errors, the other addresses as one sentence. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly title: string;
  readonly problems: readonly Problem[];

  constructor(status: number, title: string, problems: readonly Problem[]) {
    super(problems.map((problem) => problem.detail).join("; "));
    this.status = status;
    this.title = title;
    this.problems = problems;
  }
}

/** 404: what the address names is not there. */
export function notFound(detail: string): Refusal {
  return new Refusal(404, "Not Found", [{ detail }]);
}

/** 422: the request says something that cannot be. */
export function invalid(problems: readonly Problem[]): Refusal {
  return new Refusal(422, "Invalid", problems);
}

/** 409: the request was possible, but not at this time or in this state. */
export function conflict(detail: string, pointer?: string): Refusal {
  return new Refusal(409, "Conflict", [pointer === undefined ? { detail } : { detail, pointer }]);
}
