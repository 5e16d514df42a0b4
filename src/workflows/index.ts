/** Every Workflow, by the name Temporal knows it. */
export { syncAppointment } from "./sync-appointment.ts";
