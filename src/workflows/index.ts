/** Every Workflow, by the name Temporal knows it. */
export { bookAppointment } from "./book-appointment.ts";
export { leadClaim } from "./lead-claim.ts";
export { syncAppointment } from "./sync-appointment.ts";
