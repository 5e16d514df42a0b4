import type { RefusalCode } from "@coconut-dynamics/pane/contract";

/** Every code that the pane's server refuses a request with → what it means to the one who asked. */
export const refusals: Readonly<Record<RefusalCode, string>> = {
  malformed: "The body or the address cannot be read.",
  wrong_type: "The body is not application/json, or it is compressed.",
  too_large: "The body is too large.",
  invalid: "Values are not usable; `issues` names each.",
  foreign_origin: "The request comes from a page of another origin.",
  too_many: "The limit of requests is used up; `Retry-After` says for how long.",
  not_found: "There is nothing here that this session may ask for.",
  login_expired: "The login is over, was used already, or belongs to another browser.",
  login_failed: "The identity provider did not confirm who the person is.",
  login_cancelled: "The person cancelled at the identity provider.",
  not_staff: "Coconut has no single staff member with the person's e-mail address.",
  login_unavailable: "The identity provider cannot be reached.",
  coconut_unavailable: "Coconut cannot be reached; nothing was booked.",
  session_expired: "There is no session of this token, or it has ended.",
  not_in_dynamics: "Dynamics has no single enabled user with the banker's e-mail address.",
  row_not_yours: "The banker may not see the row in Dynamics.",
  row_gone: "The row is not in Dynamics.",
  slot_taken: "Somebody else has booked this time.",
  key_reused: "The Idempotency-Key was used for another booking.",
  coconut_refused: "Coconut gave an answer that is of no use; nothing was booked.",
  outcome_unknown: "It may have been booked; the same Idempotency-Key tells.",
  dynamics_unavailable: "Dynamics cannot be reached; nothing was booked.",
  temporal_unavailable: "Temporal cannot be reached; nothing was booked.",
  internal_error: "Something broke in the server.",
};
