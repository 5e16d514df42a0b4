/** The answers to problems of the service itself, by name; a fault may replace status, code and message. */
export const problems = {
  deadlock: {
    status: 500,
    code: "0x80044150",
    message:
      "Generic SQL error. Sql ErrorCode: -2146232060 Sql Number: 1205 Transaction (Process ID 61) was deadlocked on lock resources with another process and has been chosen as the deadlock victim. Rerun the transaction.",
  },
  sqlTimeout: {
    status: 500,
    code: "0x80044151",
    message:
      "SQL timeout expired. Sql ErrorCode: -2146232060 Sql Number: -2 Execution Timeout Expired. The timeout period elapsed prior to completion of the operation or the server is not responding.",
  },
  serverBusy: {
    status: 503,
    code: "0x8004a001",
    message: "The service is temporarily unavailable. Please try again later.",
  },
  organizationDisabled: {
    status: 403,
    code: "0x8004a104",
    message: "The organization is disabled.",
  },
  adminMode: {
    status: 403,
    code: "0x8004a113",
    message: "The organization is in administration mode.",
  },
  tokenExpired: { status: 401, code: "", message: "Authorization has been denied for this request." },
  customizationLock: {
    status: 400,
    code: "0x80071151",
    message:
      "Cannot start the requested operation [Publish] because there is another [Import] running at this moment. Use Solution History for more details.",
    // The lock stops only what changes definitions.
    only: /\/(?:EntityDefinitions|RelationshipDefinitions|GlobalOptionSetDefinitions|Publish\w+|\w*OptionValue)\b/,
  },
} as const satisfies Record<string, Problem>;

/** The answer to a problem of the service. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** The paths of the writes that it can strike; undefined for every request. */
  readonly only?: RegExp;
}

/** The name of a problem. */
export type ProblemName = keyof typeof problems;
